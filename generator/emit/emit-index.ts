import { importPath } from "../manifest/import-path.js";
import type { Model } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { quote } from "./code.js";
import { documentNames } from "./document-names.js";
import { kindTypeNames } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";

/** What one generated module gives to the index. */
interface ModuleExports {
  readonly path: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/**
 * Emits `index.ts`, which re-exports the other modules. Names are listed one by one: two kinds can give rise to the
 * same name (`a-b` with `c`, `a` with `b-c`), which is then left out here and imported from its own module.
 */
export function emitIndex(model: Model): OutputFile[] {
  const modules = [...(model.document ? [documentModule(model)] : []), ...model.kinds.flatMap(kindModules)];
  const counts = new Map<string, number>();
  for (const name of modules.flatMap(({ values, types }) => [...values, ...types])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const isUnique = (name: string): boolean => counts.get(name) === 1;
  const lines = modules.flatMap(({ path, values, types }) => {
    const from = importPath(path, model.importExtension);
    return [
      ...exportLine("export", values.filter(isUnique), from),
      ...exportLine("export type", types.filter(isUnique), from),
    ];
  });
  const body = lines.length > 0 ? lines.join("") : "export {};\n";
  return [{ path: "index.ts", content: codeBanner(model) + body }];
}

function exportLine(keyword: string, names: readonly string[], from: string): string[] {
  if (names.length === 0) return [];
  const list = names.length === 1 ? ` ${names[0]} ` : `\n${names.map((name) => `  ${name},\n`).join("")}`;
  return [`${keyword} {${list}} from ${quote(from)};\n`];
}

function documentModule(model: Model): ModuleExports {
  if (model.document === undefined) return { path: "", values: [], types: [] };
  const names = documentNames(model.document, model.kinds);
  const hasKinds = names.kinds.length > 0;
  const values = ["defineConfig", ...(hasKinds ? ["defineConfigWith"] : []), "documentDefinition"];
  const types = [names.document, names.fields, ...(hasKinds ? [names.documentWith] : [])];
  return { path: "./document.ts", values, types };
}

function kindModules(kind: Model["kinds"][number]): ModuleExports[] {
  const names = kindTypeNames(kind);
  const { config } = kind;
  return [
    {
      path: `./${kind.id}/registry.ts`,
      values: [names.idsValue, names.tableValue, names.createRegistryValue, names.registryValue],
      types: [names.id, names.routes, names.registry],
    },
    { path: `./${kind.id}/kind.ts`, values: [names.kindValue], types: [] },
    {
      path: `./${kind.id}/config.ts`,
      values: [],
      types: [
        names.configMap,
        names.config,
        ...(config && kind.shared ? [names.shared] : []),
        ...(config?.form === "keyed" ? [names.providers] : []),
        ...(names.choices.size > 0 || config?.form === "keyed"
          ? [names.choiceMap, ...names.choices.values()]
          : []),
        ...(config ? [names.customChoice] : []),
      ],
    },
    ...kind.providers.map((provider) => ({
      path: `./${kind.id}/providers/${provider.id}.config.ts`,
      values: [],
      types: [provider.names.configType],
    })),
  ];
}
