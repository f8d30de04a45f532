import type { JsonSchema } from "../../src/contract/json-schema.js";
import { withArticle } from "../../src/contract/kind-words.js";
import { importPath } from "../manifest/import-path.js";
import type { Memo } from "../memo.js";
import type { DocumentModel, Model } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { docComment, literal, propertyKey, quote } from "./code.js";
import { type DocumentKind, type DocumentNames, documentNames } from "./document-names.js";
import { kindTypeNames, providerWords } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";
import { type ImportSettings, importSpecifier } from "./project-paths.js";
import { pathToPlace } from "./schemas/document-places.js";
import { withSchemaKey } from "./schemas/document-schema.js";
import { defineConfigWith } from "./types/define-config-with.js";
import { printTypes } from "./types/print-types.js";

/**
 * Emits `document.ts`: the type of the whole config document, `defineConfig` for configs in TypeScript, and the
 * definition that the run time checks documents with. The document's own fields are one type and each kind's place
 * is another; the document is all of them at once, so that custom providers only change the places.
 */
export async function emitDocument(
  model: Model,
  settings: ImportSettings,
  memo?: Memo,
): Promise<OutputFile[]> {
  const { document, kinds } = model;
  if (document === undefined) return [];
  const names = documentNames(document, kinds);
  const sections = [
    imports(names, settings),
    await documentFields(document, names, memo),
    ...names.kinds.map((kind) => placementType(document, kind)),
    documentType(document, names),
    defineConfig(names),
    ...defineConfigWith(names),
    definition(document, names),
  ];
  return [{ path: "document.ts", content: codeBanner(model) + sections.join("\n") }];
}

function imports(names: DocumentNames, settings: ImportSettings): string {
  const runtime =
    names.kinds.length > 0
      ? ["AnyProviderDefinition", "DocumentDefinition", "ProviderDefinition"]
      : ["DocumentDefinition"];
  const lines = [`import type { ${runtime.join(", ")} } from "provc";\n`];
  const rename = (imported: string): string => {
    const local = names.local(imported);
    return local === imported ? imported : `${imported} as ${local}`;
  };
  for (const { kind, contract } of names.kinds) {
    const { exportName } = kind.contract;
    const imported = exportName === contract ? contract : `${exportName} as ${contract}`;
    lines.push(`import type { ${imported} } from ${quote(importSpecifier(settings, kind.contract, 0))};\n`);
  }
  for (const { kind } of names.kinds) {
    const types = kindTypeNames(kind);
    const isKeyed = kind.config?.form === "keyed";
    const used = [
      ...(isKeyed || Object.keys(kind.routing).length > 0 ? [types.choiceMap] : []),
      types.config,
      ...(isKeyed ? [] : [types.configMap]),
      ...(isKeyed ? [types.providers] : []),
      ...(kind.shared ? [types.shared] : []),
    ];
    const from = (name: string): string =>
      quote(importPath(`./${kind.id}/${name}.ts`, settings.importExtension));
    lines.push(`import type { ${used.map(rename).join(", ")} } from ${from("config")};\n`);
    lines.push(`import { ${rename(types.registryValue)} } from ${from("registry")};\n`);
  }
  return lines.join("");
}

async function documentFields(document: DocumentModel, names: DocumentNames, memo?: Memo): Promise<string> {
  const own = withSchemaKey(document.schema);
  const extended = new Set<JsonSchema>([own]);
  for (const { kind } of names.kinds) {
    for (const schema of pathToPlace(document.schema, kind.config?.at ?? []).objects) extended.add(schema);
  }
  const description = `The fields of the document that belong to no ${names.kinds.length > 0 ? "kind" : "provider"}.`;
  const schema = { description, ...own };
  extended.add(schema);
  const { text } = await printTypes({ name: names.fields, schema, reserved: names.taken, extended }, memo);
  return text;
}

/** An interface with nothing but the way to the kind's place, which is merged with the document's own fields. */
function placementType(document: DocumentModel, { kind, placement }: DocumentKind): string {
  const at = kind.config?.at ?? [];
  const { open } = pathToPlace(document.schema, at);
  const membersFrom = (step: number, indent: string): string => {
    const [segment = "", next] = [at[step], at[step + 1]];
    const comment = next === undefined ? docComment(`${kind.title}: ${kind.description}`, indent) : "";
    const type = next === undefined ? "Choice" : `{\n${membersFrom(step + 1, `${indent}  `)}${indent}}`;
    const name = segment === "*" ? "[name: string]" : `${propertyKey(segment)}?`;
    const others = open[step] && segment !== "*" ? `${indent}[field: string]: unknown;\n` : "";
    return `${comment}${indent}${name}: ${type};\n${others}`;
  };
  const comment = docComment(
    `The place in the document where ${withArticle(providerWords(kind))} is chosen.`,
  );
  return `${comment}export interface ${placement}<Choice> {\n${membersFrom(0, "  ")}}\n`;
}

function documentType(document: DocumentModel, names: DocumentNames): string {
  const places = names.kinds.map(
    ({ kind, placement }) => `${placement}<${names.local(kindTypeNames(kind).config)}>`,
  );
  const comment = docComment(document.title);
  return `${comment}export type ${names.document} = ${intersection([names.fields, ...places])};\n`;
}

function intersection(types: readonly string[]): string {
  const line = types.join(" & ");
  return line.length <= 80
    ? line
    : types.map((type, index) => (index === 0 ? type : `\n  & ${type}`)).join("");
}

function defineConfig(names: DocumentNames): string {
  return [
    docComment(
      "Gives a config in TypeScript its type: editors complete it and `tsc` checks it. Returns it unchanged.",
    ),
    `export function defineConfig(config: ${names.document}): ${names.document} {\n  return config;\n}\n`,
  ].join("");
}

function definition(document: DocumentModel, names: DocumentNames): string {
  const registries = names.kinds.map(({ kind }) => names.local(kindTypeNames(kind).registryValue));
  return [
    docComment("What the run time checks documents with."),
    `export const documentDefinition: DocumentDefinition<${names.document}> = {\n`,
    `  title: ${quote(document.title)},\n`,
    `  files: ${literal(document.files, "  ")},\n`,
    `  validator: () => import("./document.validator.js"),\n`,
    `  registries: [${registries.join(", ")}],\n};\n`,
  ].join("");
}
