import type { ProviderDescription, RoutingRule } from "../../src/contract/kind.js";
import { importPath } from "../manifest/import-path.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { docComment, literal, literalKey, literalType, memberAccess, propertyKey, quote } from "./code.js";
import { runtimeSchema } from "./examples/secret-values.js";
import { type KindTypeNames, kindTypeNames, providerWords } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";
import { isPaged, pagedMembers, tablePages } from "./paged-table.js";
import { type ImportSettings, importSpecifier } from "./project-paths.js";

/**
 * Emits `<kind>/registry.ts`: ids, metadata, and thunks that import a provider's code and its validator on first
 * use. The loaders `satisfies` the kind's contract, so a provider that does not implement it fails `tsc` here. Of a kind
 * with many providers the thunks go to pages of their own.
 */
export function emitRegistry(model: Model, kind: KindModel, settings: ImportSettings): OutputFile[] {
  const names = kindTypeNames(kind);
  const contract = contractImport(kind, settings);
  const isInline = kind.config?.form === "inline";
  const types = [names.configMap, ...(isInline && kind.shared ? [names.shared] : [])].join(", ");
  const runtime = [
    "createRegistry",
    ...(isInline ? ["type InlineFields"] : []),
    `type ${tableType(kind)}`,
    "type Registry",
  ];
  const sections = [
    [
      `import { ${runtime.join(", ")} } from "provc";\n`,
      contract.text,
      `import type { ${types} } from ${quote(importPath("./config.ts", settings.importExtension))};\n`,
    ].join(""),
    ids(kind, names),
    routes(kind, names),
    registryType(kind, names, contract.name),
    ...(isPaged(kind) || kind.providers.length === 0 ? [] : [loaders(kind, names, contract.name, settings)]),
    table(kind, names, contract.name, settings),
    instances(kind, names, contract.name),
  ];
  return [
    { path: `${kind.id}/registry.ts`, content: codeBanner(model) + sections.join("\n") },
    ...(isPaged(kind)
      ? tablePages(model, kind, settings, (depth) => contractImport(kind, settings, depth))
      : []),
  ];
}

const tableType = (kind: KindModel): string => (isPaged(kind) ? "PagedKindTable" : "KindTable");

/** The contract under its own name, or as `Contract` where it is a default export or its name is taken. */
function contractImport(
  kind: KindModel,
  settings: ImportSettings,
  depth = 1,
): { name: string; text: string } {
  const { exportName } = kind.contract;
  const from = quote(importSpecifier(settings, kind.contract, depth));
  const { choices, ...declared } = kindTypeNames(kind);
  const taken = [
    "createRegistry",
    "InlineFields",
    "KindTable",
    "PagedKindTable",
    "Registry",
    "TablePage",
    "default",
    "page",
    ...Object.values(declared),
  ];
  if (!taken.includes(exportName))
    return { name: exportName, text: `import type { ${exportName} } from ${from};\n` };
  const name = `${kind.names.pascal}Contract`;
  return { name, text: `import type { ${exportName} as ${name} } from ${from};\n` };
}

function ids(kind: KindModel, names: KindTypeNames): string {
  const list = literal(kind.providers.map((provider) => provider.id));
  return [
    docComment(`The ids of the built-in ${providerWords(kind)}s, sorted.`),
    `export const ${names.idsValue} = ${list} as const;\n\n`,
    docComment(`The id of a built-in ${providerWords(kind)}.`),
    kind.providers.length === 0
      ? `export type ${names.id} = never;\n`
      : `export type ${names.id} = (typeof ${names.idsValue})[number];\n`,
  ].join("");
}

function routes(kind: KindModel, names: KindTypeNames): string {
  const comment = docComment(
    `The decision tables behind the virtual ids of ${providerWords(kind)}s, as types.`,
  );
  const members = Object.entries(kind.routing).map(([id, table]) => {
    const rules = table.rules.map((rule) => `    ${ruleType(rule)},\n`).join("");
    return `  readonly ${propertyKey(id)}: readonly [\n${rules}  ];\n`;
  });
  const body = members.length === 0 ? "{}" : `{\n${members.join("")}}`;
  return `${comment}export interface ${names.routes} ${body}\n`;
}

function ruleType(rule: RoutingRule): string {
  const conditions = Object.entries(rule.when ?? {}).map(
    ([input, values]) => `readonly ${propertyKey(input)}: ${values.map(literalType).join(" | ") || "never"}`,
  );
  const when = conditions.length === 0 ? "{}" : `{ ${conditions.join("; ")} }`;
  return `{ readonly when: ${when}; readonly use: ${quote(rule.use)} }`;
}

function registryType(kind: KindModel, names: KindTypeNames, contract: string): string {
  const comment = docComment(
    `A registry of ${providerWords(kind)}s: the built-in ones and those that code registers.`,
  );
  return `${comment}export type ${names.registry} = Registry<${typeArguments(kind, names, contract)}>;\n`;
}

/** Contract, configs and routes; in the inline form also what surrounds the config of a provider that code registers. */
function typeArguments(kind: KindModel, names: KindTypeNames, contract: string): string {
  const common = `${contract}, ${names.configMap}, ${names.routes}`;
  if (kind.config?.form !== "inline") return common;
  return `${common}, InlineFields<${quote(kind.config.selector)}, ${kind.shared ? names.shared : "unknown"}>`;
}

function loaders(kind: KindModel, names: KindTypeNames, contract: string, settings: ImportSettings): string {
  const members = kind.providers.map(({ id, module }) => {
    const specifier = quote(importSpecifier(settings, module, 1));
    return `  ${literalKey(id)}: () => import(${specifier}).then((module) => ${memberAccess("module", module.exportName)}),\n`;
  });
  return `const loaders = {\n${members.join("")}} satisfies { readonly [Id in ${names.id}]: () => Promise<${contract}> };\n`;
}

function table(kind: KindModel, names: KindTypeNames, contract: string, settings: ImportSettings): string {
  const {
    names: _names,
    contract: _contract,
    capabilitiesSchema: _schema,
    shared,
    providers,
    ...description
  } = kind;
  const members = Object.entries({ ...description, shared: shared && runtimeSchema(shared) })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${literalKey(name)}: ${literal(value, "  ")},\n`);
  return [
    docComment(
      `What the manifest says of ${providerWords(kind)}s. Holds no code: that is imported on first use.`,
    ),
    `export const ${names.tableValue}: ${tableType(kind)}<${contract}, ${names.id}> = {\n`,
    ...members,
    ...(isPaged(kind)
      ? pagedMembers(kind, names.idsValue, providerDescription, settings)
      : ["  providers: {\n", ...providers.map((provider) => tableEntry(provider)), "  },\n"]),
    "};\n",
  ].join("");
}

/** What the table says of a provider. What is empty is left out; the registry fills it in. */
function providerDescription(provider: ProviderModel): Partial<ProviderDescription> {
  const { id, title, description, capabilities, requires, deprecated } = provider;
  return {
    id,
    title,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(description === "" ? {} : { description }),
    ...(Object.keys(capabilities).length === 0 ? {} : { capabilities }),
    ...(Object.keys(requires.npm).length === 0 && requires.commands.length === 0 ? {} : { requires }),
  };
}

function tableEntry(provider: ProviderModel): string {
  const members = Object.entries(providerDescription(provider)).map(
    ([name, value]) => `      ${literalKey(name)}: ${literal(value, "      ")},\n`,
  );
  const validator = quote(`./providers/${provider.id}.validator.js`);
  return [
    `    ${literalKey(provider.id)}: {\n`,
    ...members,
    `      load: ${memberAccess("loaders", provider.id)},\n`,
    `      validator: () => import(${validator}),\n`,
    "    },\n",
  ].join("");
}

function instances(kind: KindModel, names: KindTypeNames, contract: string): string {
  const create = `createRegistry<${typeArguments(kind, names, contract)}>(${names.tableValue})`;
  return [
    docComment(`Makes a registry of the built-in ${providerWords(kind)}s that shares nothing with others.`),
    `export function ${names.createRegistryValue}(): ${names.registry} {\n  return ${create};\n}\n\n`,
    docComment(`The registry that the whole program shares.`),
    `export const ${names.registryValue}: ${names.registry} = /* @__PURE__ */ ${names.createRegistryValue}();\n`,
  ].join("");
}
