// Makes an entry point of the package for every shipped provider, from the catalogue: `provc/providers/<kind>/<id>`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const generated = path.resolve("generated");
const catalogue = JSON.parse(readFileSync(path.join(generated, "catalogue.json"), "utf8"));
const providers = catalogue.kinds.flatMap((kind) => kind.providers.map((provider) => ({ kind, provider })));
const nameOf = ({ kind, provider }) => `providers/${kind.id}/${provider.id}`;
/** The module that an entry is made of. It is on no disk. */
const fileOf = (entry) => path.resolve(`${nameOf(entry)}.js`);

/** Name in dist/ → module. */
export const providerEntries = Object.fromEntries(providers.map((entry) => [nameOf(entry), fileOf(entry)]));

const modules = new Map(providers.map((entry) => [fileOf(entry), moduleText(entry)]));

/** Gives the bundler the modules. */
export const providerModules = {
  name: "provider-modules",
  resolveId: (id) => (modules.has(id) ? id : null),
  load: (id) => modules.get(id) ?? null,
};

/** A row of a registry's table. Code and validator stay imports, so that a bundle of several files loads them when they are used. */
function moduleText({ provider }) {
  const { id, title, description, deprecated, capabilities, requires } = provider;
  const module = JSON.stringify(path.resolve(generated, provider.module.path));
  const validator = JSON.stringify(path.join(generated, provider.validator));
  return `export default {
  ...${JSON.stringify({ id, title, description, deprecated, capabilities, requires })},
  load: () => import(${module}).then((module) => module[${JSON.stringify(provider.module.exportName)}]),
  validator: () => import(${validator}),
};
`;
}

/** Writes their declarations beside those of the sources. */
export function writeProviderTypes(folder) {
  for (const entry of providers) {
    const file = path.join(folder, `${nameOf(entry)}.d.ts`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      typesText(entry, (target) => specifier(path.dirname(file), path.join(folder, target))),
    );
  }
}

function typesText({ kind, provider }, from) {
  const { path: module, exportName } = provider.module;
  const { configType } = provider.names;
  const config = path.join("generated", kind.id, "providers", `${provider.id}.config`);
  return `import type { ProviderEntry } from "provc";
import type { ${exportName} as Provider } from "${from(path.join("generated", module))}";

/** ${`${provider.title}: ${provider.description}`.replaceAll("*/", "*\\/")} */
declare const entry: ProviderEntry<typeof Provider>;
export default entry;
export type { ${configType} } from "${from(config)}";
`;
}

const specifier = (folder, file) => {
  const relative = path.relative(folder, file).replaceAll(path.sep, "/").replace(/\.ts$/, "");
  return `${relative.startsWith(".") ? "" : "./"}${relative}.js`;
};
