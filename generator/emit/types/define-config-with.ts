import { docComment, propertyKey } from "../code.js";
import type { DocumentKind, DocumentNames } from "../document-names.js";
import { kindTypeNames, providerWords } from "../kind-names.js";

/**
 * The part of `document.ts` for programs with custom providers. Only the types of the kinds' places depend on the
 * definitions; the document's own fields stay one plain interface.
 */
export function defineConfigWith(names: DocumentNames): string[] {
  if (names.kinds.length === 0) return [];
  const places = names.kinds.map(
    ({ placement, choicesWith }) => `\n  & ${placement}<${choicesWith}<Definition>>`,
  );
  const type = `${names.documentWith}<Definitions[number]>`;
  return [
    ...names.kinds.flatMap((kind) => [customChoices(kind, names), choicesWith(kind, names)]),
    [
      docComment("The document, in which the given custom providers can be chosen and no others."),
      `export type ${names.documentWith}<Definition extends AnyProviderDefinition> = ${names.fields}${places.join("")};\n`,
    ].join(""),
    [
      docComment(
        "`defineConfig` for programs that register custom providers: their configs are checked like those of the\n" +
          "built-in ones, and ids of the form `scope:name` that are not among them are refused.",
      ),
      "export function defineConfigWith<const Definitions extends readonly AnyProviderDefinition[]>(\n",
      `  ..._definitions: Definitions\n): (config: ${type}) => ${type} {\n  return (config) => config;\n}\n`,
    ].join(""),
  ];
}

/** The choices of custom providers: of those definitions whose provider implements the kind's contract. */
function customChoices({ kind, customChoices: name, contract }: DocumentKind, names: DocumentNames): string {
  const { providers, shared } = kindTypeNames(kind);
  const { form, selector = "", map = "" } = kind.config ?? {};
  const common = kind.shared ? ` & ${names.local(shared)}` : "";
  const choice =
    form === "keyed"
      ? `{ ${propertyKey(selector)}: Id; ${propertyKey(map)}: ${names.local(providers)} & { [Key in Id]: Config } }${common}`
      : `{ ${propertyKey(selector)}: Id }${common} & Config`;
  return [
    docComment(`Choices of the custom ${providerWords(kind)}s among the given definitions.`),
    `export type ${name}<Definition> =\n`,
    `  Definition extends ProviderDefinition<infer Id extends string, ${contract}, infer Config, unknown>\n`,
    `    ? ${choice}\n    : never;\n`,
  ].join("");
}

/** All choices of a kind. In the keyed form the configs of custom providers that are not chosen are checked as well. */
function choicesWith(documentKind: DocumentKind, names: DocumentNames): string {
  const { kind, customChoices: custom, choicesWith: name, contract } = documentKind;
  const { configMap, choiceMap } = kindTypeNames(kind);
  const isKeyed = kind.config?.form === "keyed";
  const hasVirtual = Object.keys(kind.routing).length > 0;
  const maps = [...(isKeyed ? [] : [configMap]), ...(isKeyed || hasVirtual ? [choiceMap] : [])].map(
    names.local,
  );
  const known = maps.map((map) => `${map}[keyof ${map}]`).join(" | ");
  const comment = docComment(
    `Choices of all ${providerWords(kind)}s: the built-in ones and the given definitions.`,
  );
  if (!isKeyed) return `${comment}export type ${name}<Definition> = ${known} | ${custom}<Definition>;\n`;
  return [
    comment,
    `export type ${name}<Definition> = [${custom}<Definition>] extends [never]\n`,
    `  ? ${known}\n`,
    `  : (${known} | ${custom}<Definition>) & {\n`,
    `      ${propertyKey(kind.config?.map ?? "")}: {\n`,
    `        [Each in Definition as Each extends ProviderDefinition<infer Id extends string, ${contract}, unknown, unknown>\n`,
    "          ? Id\n          : never]?: Each extends ProviderDefinition<string, ",
    `${contract}, infer Config, unknown> ? Config : never;\n`,
    "      };\n    };\n",
  ].join("");
}
