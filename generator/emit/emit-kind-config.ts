import type { ChoicePlacement } from "../../src/contract/kind.js";
import { withArticle } from "../../src/contract/kind-words.js";
import { importPath } from "../manifest/import-path.js";
import type { Memo } from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { docComment, propertyKey, quote } from "./code.js";
import { kindTypeNames, providerDocumentation, providerWords } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";
import {
  CUSTOM_ID_TYPE,
  choiceInterface,
  customChoiceInterface,
  type KindTypes,
} from "./types/choice-types.js";
import { printTypes } from "./types/print-types.js";

/**
 * Emits `<kind>/config.ts`: the interface map from id to config type, and the union of choices derived from it.
 * Each choice is a plain object type whose first member is the selector, which is what TypeScript's fast path for
 * discriminated unions wants; nothing here is computed over all ids.
 */
export async function emitKindConfig(model: Model, kind: KindModel, memo?: Memo): Promise<OutputFile[]> {
  const isKeyed = kind.config?.form === "keyed";
  const moduleOfType: ModuleOfType = ({ id }) =>
    quote(importPath(`./providers/${id}.config.ts`, model.importExtension));
  const sections = [
    isKeyed ? imports(kind, moduleOfType) : "",
    configMap(kind, isKeyed ? nameOfType : importOfType(moduleOfType)),
  ];
  if (kind.config === undefined) sections.push(mapUnion(kind));
  else sections.push(...(await choiceTypes(kind, kind.config, memo)));
  return [{ path: `${kind.id}/config.ts`, content: codeBanner(model) + sections.filter(Boolean).join("\n") }];
}

/** The specifier of the module that has the type of a provider's config. */
type ModuleOfType = (provider: ProviderModel) => string;

const nameOfType = ({ names }: ProviderModel): string => names.configType;
/** Of a type that is needed once: an import declaration costs TypeScript five times as much to check. */
const importOfType =
  (moduleOfType: ModuleOfType) =>
  (provider: ProviderModel): string =>
    `import(${moduleOfType(provider)}).${nameOfType(provider)}`;

function imports(kind: KindModel, moduleOfType: ModuleOfType): string {
  return kind.providers
    .map((provider) => `import type { ${nameOfType(provider)} } from ${moduleOfType(provider)};\n`)
    .join("");
}

function configMap(kind: KindModel, typeOf: (provider: ProviderModel) => string): string {
  const { configMap } = kindTypeNames(kind);
  const members = kind.providers.map((provider) => {
    const comment = docComment(providerDocumentation(provider), "  ");
    return `${comment}  readonly ${propertyKey(provider.id)}: ${typeOf(provider)};\n`;
  });
  return interfaceText(configMap, `The config of each ${providerWords(kind)}, by id.`, members);
}

function mapUnion(kind: KindModel): string {
  const { config, configMap } = kindTypeNames(kind);
  return `${docComment(`The config of any ${providerWords(kind)}.`)}export type ${config} = ${configMap}[keyof ${configMap}];\n`;
}

async function choiceTypes(kind: KindModel, placement: ChoicePlacement, memo?: Memo): Promise<string[]> {
  const types = await kindTypes(kind, placement, memo);
  const shared = types.shared ? [types.shared.text] : [];
  return [...shared, ...(placement.form === "keyed" ? keyedChoices(types) : inlineChoices(types))];
}

async function kindTypes(kind: KindModel, placement: ChoicePlacement, memo?: Memo): Promise<KindTypes> {
  const names = kindTypeNames(kind);
  if (kind.shared === undefined) return { kind, placement, names };
  const { choices, ...fixed } = names;
  const configTypes = kind.providers.map((provider) => provider.names.configType);
  const reserved = [...Object.values(fixed), ...choices.values(), ...configTypes];
  const schema = { description: `Fields that every ${providerWords(kind)} has.`, ...kind.shared };
  return { kind, placement, names, shared: await printTypes({ name: names.shared, schema, reserved }, memo) };
}

function keyedChoices(types: KindTypes): string[] {
  const { kind, placement, names } = types;
  const map = propertyKey(placement.map ?? "providers");
  const members = kind.providers.map((provider) => {
    const comment = docComment(providerDocumentation(provider), "  ");
    return `${comment}  ${propertyKey(provider.id)}?: ${provider.names.configType};\n`;
  });
  members.push(`  [custom: ${CUSTOM_ID_TYPE}]: unknown;\n`);
  const comment = `Settings of each ${providerWords(kind)}, by id. Those of one that is not chosen may stay.`;
  const choices = kind.providers.map(({ id, names: { configType } }) =>
    choiceInterface(types, id, [`${map}: ${names.providers} & { ${propertyKey(id)}: ${configType} };`]),
  );
  const virtual = Object.keys(kind.routing).map((id) =>
    choiceInterface(types, id, [`${map}?: ${names.providers};`]),
  );
  return [
    interfaceText(names.providers, comment, members),
    ...choices,
    ...virtual,
    choiceMap(types, [...names.choices.keys()]),
    customChoiceInterface(types, [`${map}: ${names.providers};`]),
    choiceUnion(types, [names.choiceMap]),
  ];
}

function inlineChoices(types: KindTypes): string[] {
  const { kind, names } = types;
  const virtual = Object.keys(kind.routing);
  return [
    ...virtual.map((id) => choiceInterface(types, id, [])),
    ...(virtual.length > 0 ? [choiceMap(types, virtual)] : []),
    customChoiceInterface(types, ["[field: string]: unknown;"]),
    choiceUnion(types, virtual.length > 0 ? [names.configMap, names.choiceMap] : [names.configMap]),
  ];
}

function choiceMap({ kind, names }: KindTypes, ids: readonly string[]): string {
  const members = ids.map((id) => `  readonly ${propertyKey(id)}: ${names.choices.get(id)};\n`);
  return interfaceText(
    names.choiceMap,
    `The choice of each ${providerWords(kind)}, by id; custom ones are not in it.`,
    members,
  );
}

function choiceUnion({ kind, placement, names }: KindTypes, maps: readonly string[]): string {
  const arms = [...maps.map((map) => `${map}[keyof ${map}]`), names.customChoice];
  const comment = `How a document chooses ${withArticle(providerWords(kind))}: \`${placement.selector}\` tells the choices apart.`;
  return `${docComment(comment)}export type ${names.config} = ${arms.join(" | ")};\n`;
}

function interfaceText(name: string, comment: string, members: readonly string[]): string {
  return `${docComment(comment)}export interface ${name} {\n${members.join("")}}\n`;
}
