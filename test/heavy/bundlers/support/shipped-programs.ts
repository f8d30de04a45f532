/** Registries of one shipped provider each, as a program that becomes one file makes them. */
const registries: { readonly [name: string]: string } = {
  "shipped/one-backend.ts": `import { createRegistry } from "provc";
import { type BackendConfigMap, type BackendProvider, backendKind } from "provc/backend";
import generic from "provc/providers/backend/generic";

export const backends = createRegistry<BackendProvider, Pick<BackendConfigMap, "generic">>({
  ...backendKind,
  providers: { generic },
});
`,
  "shipped/one-isolation.ts": `import { createRegistry } from "provc";
import { type IsolationBackendProvider, type IsolationConfigMap, isolationKind } from "provc/isolation";
import isolate from "provc/providers/isolation/isolate";

export const isolations = createRegistry<IsolationBackendProvider, Pick<IsolationConfigMap, "isolate">>({
  ...isolationKind,
  providers: { isolate },
});
`,
  "shipped/one-migration.ts": `import { createRegistry } from "provc";
import { type MigrationConfigMap, type MigrationEngine, migrationKind } from "provc/migration";
import raw from "provc/providers/migration/raw";

export const engines = createRegistry<MigrationEngine, Pick<MigrationConfigMap, "raw">>({
  ...migrationKind,
  providers: { raw },
});
`,
  "shipped/one-voice.ts": `import { createRegistry } from "provc";
import vocode from "provc/providers/voice/vocode";
import { type VoiceBackendProvider, type VoiceConfigMap, voiceKind } from "provc/voice";

export const voices = createRegistry<VoiceBackendProvider, Pick<VoiceConfigMap, "vocode">>({
  ...voiceKind,
  providers: { vocode },
});
`,
};

/** What a program does with a registry: `main` of it gives lines. */
interface Use {
  readonly imports: string;
  main(registry: string): string;
}

const issuesOf = (registry: string, id: string, config: string): string => `
  const checked = await ${registry}.validate("${id}", ${config});
  lines.push(...(checked.valid ? ["valid"] : checked.issues.map((issue) => issue.message)), ${registry}.ids().join(" "));`;

const backend: Use = {
  imports: "",
  main: (registry) => `
  const command = [process.execPath, "--eval", "console.log('running')"];
  const { provider, config } = await ${registry}.create("generic", { dev: { command } });
  const { exitCode } = await provider.dev({ config, workDir: "." });
  lines.push("exit code " + exitCode);${issuesOf(registry, "generic", "{ dev: { comand: [] } }")}`,
};

const isolation: Use = {
  imports: 'import { createIsolation } from "provc/isolation";',
  main: (registry) => `
  const isolation = await createIsolation(${registry}, { default: "isolate" }, { stateFolder: "state" });
  const code = "export default (numbers) => numbers[0] + numbers[1]";
  const workload = { id: "sum", runtime: "node", source: { kind: "code", code }, input: [1, 2] } as const;
  const output = await isolation.execute(workload).then(
    (result) => Buffer.from(result.output).toString(),
    (error: Error) => error.message,
  );
  await isolation.close();
  lines.push(output);${issuesOf(registry, "isolate", '{ compatibility_date: "soon" }')}`,
};

const migration: Use = {
  imports: 'import { MigrationError } from "provc/migration";',
  main: (registry) => `
  const provider = await ${registry}.get("raw");
  const config = { engine: "raw", path: "db" };
  const options = { config, database: "main", migrationPath: "db", connectionEnv: "URL", workDir: "." };
  await provider.draft?.({ ...options, name: "add users", now: new Date(0) });
  const run = provider.run({ ...options, direction: "up", env: { URL: "sqlite:main.db" } });
  const outcome = await run.then(({ done }) => done.join(" "), (error) => {
    if (!MigrationError.isInstance(error)) throw error;
    return error.message;
  });
  lines.push(outcome);${issuesOf(registry, "raw", '{ path: "db", tabel: "x" }')}`,
};

const voice: Use = {
  imports: 'import { createVoiceBackend } from "provc/voice";',
  main: (registry) => `
  const providers = { vocode: { url: "ws://127.0.0.1:9/conversation" } };
  const backend = await createVoiceBackend(${registry}, { provider: "vocode", providers, max_retries: 0 });
  lines.push(backend.provider, (await backend.health()).status);${issuesOf(registry, "vocode", '{ ulr: "" }')}`,
};

const uses: readonly (readonly [kind: string, use: Use, own: string, shipped: string])[] = [
  ["backend", backend, "backends", "backendRegistry"],
  ["isolation", isolation, "isolations", "isolationRegistry"],
  ["migration", migration, "engines", "migrationRegistry"],
  ["voice", voice, "voices", "voiceRegistry"],
];

const program = (imported: string, { imports, main }: Use, registry: string): string => `${imported}
${imports}

async function main(): Promise<string[]> {
  const lines: string[] = [];${main(registry)}
  return lines;
}
main().then((lines) => console.log(lines.join("\\n")));
`;

/** `shipped/<kind>.ts` uses a registry of one provider, `shipped/all-<kind>.ts` that of all, `shipped/document.ts` the whole document. */
export const shippedPrograms: { readonly [name: string]: string } = {
  ...registries,
  ...Object.fromEntries(
    uses.flatMap(([kind, use, own, shipped]) => [
      [`shipped/${kind}.ts`, program(`import { ${own} } from "./one-${kind}.js";`, use, own)],
      [`shipped/all-${kind}.ts`, program(`import { ${shipped} } from "provc/${kind}";`, use, shipped)],
    ]),
  ),
  "shipped/document.ts": `import { prepareMicrovm } from "provc/isolation";
import { backendRegistry, documentDefinition } from "provc/kinds";
import { sqliteStore } from "provc/voice";

const exported = [prepareMicrovm, sqliteStore].map((one) => typeof one);
const kinds = documentDefinition.registries.map(({ kind }) => kind.id);
backendRegistry.get("generic").then(({ id }) => console.log(id, ...exported, ...kinds));
`,
};
