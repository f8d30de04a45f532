import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";

/** In a copy of this very project, a shipped kind gets one more provider: a folder, a manifest entry and codegen, nothing else. */
const repository = path.resolve(import.meta.dirname, "../..");
const copy = temporaryFolder();

function node(args: readonly string[], cwd = copy): { status: number | null; output: string } {
  const run = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

const provc = (...args: string[]) => node([path.join(repository, "dist/cli.js"), ...args]);

beforeAll(() => {
  for (const name of [
    "src",
    "generator",
    "generated",
    "page",
    "package.json",
    "tsconfig.json",
    "providers.manifest.yaml",
  ]) {
    cpSync(path.join(repository, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(repository, "node_modules"), path.join(copy, "node_modules"));
});

it("needs a folder, a manifest entry and codegen, and nothing else", () => {
  const folder = path.join(copy, "src/backend/echo");
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, "config.schema.yaml"),
    "type: object\nrequired: [text]\nproperties:\n  text: {type: string, description: What to print.}\n",
  );
  writeFileSync(
    path.join(folder, "index.ts"),
    `import type { BackendEchoConfig } from "../../../generated/backend/providers/echo.config.js";
import type { BackendProvider } from "../provider.js";

const echo: BackendProvider<BackendEchoConfig> = {
  id: "echo",
  async dev({ config }) {
    console.log(config.text);
    return { exitCode: 0 };
  },
  buildDocker: async ({ imageTag }) => imageTag,
};

export default echo;
`,
  );
  const manifest = path.join(copy, "providers.manifest.yaml");
  const entry = `      echo:
        title: Echo
        description: Prints a text.
        module: ./src/backend/echo/index.ts
        schema: ./src/backend/echo/config.schema.yaml
`;
  writeFileSync(
    manifest,
    readFileSync(manifest, "utf8").replace(/( {2}backend:[\s\S]*?providers:\n)/, `$1${entry}`),
  );

  expect(provc("codegen")).toMatchObject({ status: 0 });
  expect(node([path.join(repository, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "."])).toEqual({
    status: 0,
    output: "",
  });
  expect(provc("list", "backend").output).toMatch(/^backend +echo +Echo$/m);
  writeFileSync(
    path.join(copy, "stagecraft.yml"),
    "project: {name: copy}\nbackend: {provider: echo, providers: {echo: {text: hello from echo}}}\n",
  );
  expect(provc("validate")).toMatchObject({ status: 0 });
  expect(provc("dev").output).toContain("hello from echo");
  appendFileSync(path.join(copy, "stagecraft.yml"), "unknown: true\n");
  expect(provc("validate").output).toContain('unknown field "unknown"');
});
