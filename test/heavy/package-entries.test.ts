import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";
import { installPackage, repository, run } from "./support/installed-package.js";

/** What the packed package offers by name, in a project that has it and what it depends on, and nothing else. */
let workspace: string;
let project: string;
beforeAll(() => {
  workspace = temporaryFolder();
  project = path.join(workspace, "project");
  mkdirSync(project);
  installPackage(workspace, project);
  write("package.json", '{ "name": "entries", "private": true, "type": "module" }\n');
});

const write = (file: string, text: string): void => writeFileSync(path.join(project, file), text);

interface Catalogue {
  readonly kinds: readonly {
    readonly id: string;
    readonly names: { readonly pascal: string; readonly camel: string };
    readonly contract: { readonly exportName: string };
    readonly providers: readonly { readonly id: string; readonly names: { readonly configType: string } }[];
  }[];
}
const { kinds }: Catalogue = JSON.parse(
  readFileSync(path.join(repository, "generated/catalogue.json"), "utf8"),
);
/** The entry that a kind is in. */
const entryOf = (kind: string): string => (["stt", "tts", "s2s"].includes(kind) ? "voice" : kind);

/** The entries of the providers of these kinds. */
const entriesOf = (...wanted: readonly string[]): string[] =>
  kinds
    .filter(({ id }) => wanted.includes(id))
    .flatMap(({ id, providers }) => providers.map((provider) => `provc/providers/${id}/${provider.id}`));

/** Makes a registry of one provider, types and all, for every provider that is shipped. */
const program = kinds.flatMap(({ id: kind, names, contract, providers }) =>
  providers.map(({ id, names: { configType } }) => {
    const entry = `provc/${entryOf(kind)}`;
    const provider = JSON.stringify(id);
    return `
{
  const { ${names.camel}Kind } = await import("${entry}");
  const { default: row } = await import("provc/providers/${kind}/${id}");
  type Provider = import("${entry}").${contract.exportName};
  type Config = import("provc/providers/${kind}/${id}").${configType};
  type Configs = Pick<import("${entry}").${names.pascal}ConfigMap, ${provider}>;
  const same: Equal<Configs[${provider}], Config> = true;
  const registry = createRegistry<Provider, Configs>({ ...${names.camel}Kind, providers: { ${provider}: row } });
  // @ts-expect-error Not every provider is one of this kind.
  createRegistry<{ notOfThis(): void }, Configs>({ ...${names.camel}Kind, providers: { ${provider}: row } });
  const { valid } = await registry.validate(${provider}, { "no such field": same });
  const loaded: Provider = await row.load();
  console.log("${kind}", loaded.id === ${provider} && loaded === (await registry.get(${provider})), valid, registry.ids().join());
}
`;
  }),
);
const head = `import { createRegistry } from "provc";
type Equal<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
`;

describe("the packed package", () => {
  const resolutions = [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const;

  it.each(resolutions)("has types for all entries under module %s, resolution %s", (module, resolution) => {
    write("program.ts", head + program.join(""));
    const compilerOptions = {
      ...{ module, moduleResolution: resolution, target: "es2023", strict: true, types: ["node"] },
      exactOptionalPropertyTypes: true,
      outDir: "compiled",
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    run("node", [path.join(repository, "node_modules/typescript/bin/tsc")], project);
    const expected = kinds.flatMap(({ id: kind, providers }) =>
      providers.map(({ id }) => `${kind} true false ${id}`),
    );
    expect(run("node", ["compiled/program.js"], project).trim().split("\n")).toEqual(expected);
  });

  // Each list has what the one before it has not.
  const needs: readonly (readonly [what: string, options: object, entries: readonly string[]])[] = [
    ["nothing but the language", { lib: ["es2023"], types: [] }, ["provc", "provc/document"]],
    [
      "the types of browsers or of Node.js, for AbortSignal",
      { lib: ["es2023", "dom"], types: [] },
      ["provc/migration", "provc/voice", ...entriesOf("migration", "voice", "stt", "tts", "s2s")],
    ],
    [
      "@types/node",
      { lib: ["es2023"], types: ["node"] },
      [
        ...["kinds", "backend", "isolation", "codegen", "api", "testing"].map((name) => `provc/${name}`),
        ...entriesOf("backend", "isolation"),
      ],
    ],
  ];

  it.each(needs)("has declarations that are right by themselves and need %s", (_what, options, entries) => {
    const lines = entries.map((entry, index) => `export type * as entry${index} from "${entry}";\n`);
    write("needs.ts", lines.join(""));
    const compilerOptions = { module: "nodenext", target: "es2023", strict: true, noEmit: true };
    write(
      "needs.json",
      JSON.stringify({
        compilerOptions: { ...compilerOptions, skipLibCheck: false, ...options },
        files: ["needs.ts"],
      }),
    );
    const compiler = path.join(repository, "node_modules/typescript-7/bin/tsc");
    run("node", [compiler, "-p", "needs.json"], project);
  });

  it("has the registries of a kind once: those of the document are those of the kind's entry", () => {
    const lines = kinds.map(
      ({ id, names: { camel } }) =>
        `import { ${camel}Registry as ${camel}One } from "provc/${entryOf(id)}";
import { ${camel}Registry as ${camel}Other } from "provc/kinds";
console.log(${camel}One === ${camel}Other);`,
    );
    write("same.mjs", lines.join("\n"));
    expect(run("node", ["same.mjs"], project)).toBe("true\n".repeat(kinds.length));
  });

  it("exports of every module what it is meant to, and nothing that the bundler made", () => {
    const entries = ["kinds", "backend", "isolation", "migration", "voice"];
    write(
      "names.mjs",
      `for (const entry of ${JSON.stringify(entries)}) {
  console.log(Object.keys(await import("provc/" + entry)).join(" "));
}`,
    );
    const registries = (kind: string): string[] => {
      const pascal = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
      return [`${kind}Ids`, `${kind}Kind`, `${kind}Registry`, `${kind}Table`, `create${pascal}Registry`];
    };
    const own = [
      [
        ...kinds.flatMap(({ id }) => registries(id)),
        "defineConfig",
        "defineConfigWith",
        "documentDefinition",
      ],
      [...registries("backend"), "CommandError"],
      [
        ...registries("isolation"),
        ...[
          "IsolationError",
          "createIsolation",
          "defineIsolationBackend",
          "prepareMicrovm",
          "workloadRuntimes",
        ],
      ],
      [...registries("migration"), "MigrationError"],
      [
        ...["s2s", "stt", "tts", "voice"].flatMap(registries),
        ...["VoiceError", "createVoiceBackend", "defineVoiceBackend", "memoryStore", "sqliteStore"],
        ...["tokenBucket", "voiceSettings"],
      ],
    ];
    const expected = own.map((names) => names.sort().join(" "));
    expect(run("node", ["names.mjs"], project).trim().split("\n")).toEqual(expected);
  });
});
