import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";

/**
 * Somebody else's project: the packed tarball in an empty TypeScript project, driven as its user would.
 * The steps build on each other, so they run in order in one folder.
 */
const repository = path.resolve(import.meta.dirname, "../..");
const workspace = temporaryFolder();
const project = path.join(workspace, "project");

interface Run {
  readonly status: number | null;
  readonly output: string;
}

function run(command: string, args: readonly string[], cwd = project, env: NodeJS.ProcessEnv = {}): Run {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, npm_config_loglevel: "error", ...env },
  });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

function succeed(
  command: string,
  args: readonly string[],
  cwd = project,
  env: NodeJS.ProcessEnv = {},
): string {
  const { status, output } = run(command, args, cwd, env);
  expect(status, `${command} ${args.join(" ")}\n${output}`).toBe(0);
  return output;
}

const npmQuiet = ["--no-audit", "--no-fund", "--loglevel=error"];

beforeAll(() => {
  succeed(
    "npm",
    ["pack", "--ignore-scripts", "--pack-destination", workspace, "--loglevel=error"],
    repository,
  );
  const tarball = readdirSync(workspace).find((name) => name.endsWith(".tgz"));
  succeed("mkdir", [project], workspace);
  writeFileSync(
    path.join(project, "package.json"),
    JSON.stringify({ name: "somebody-else", private: true, type: "module" }),
  );
  succeed("npm", ["install", ...npmQuiet, path.join(workspace, tarball ?? "missing")]);
  succeed("npm", [
    "install",
    ...npmQuiet,
    "--save-dev",
    "typescript@6",
    "@types/node@20",
    "vitest@4",
    "tsx@4",
  ]);
});

describe("the packed tarball in an empty project", () => {
  it("starts a project with init, which type-checks, validates and passes its own test", () => {
    expect(succeed("npx", ["provc", "init"])).toContain("providers.manifest.yaml");
    succeed("npx", ["tsc", "--noEmit"]);
    succeed("npx", ["provc", "validate"]);
    succeed("npx", ["vitest", "run"]);
  });

  it("adds a provider with a folder, a manifest entry and codegen", () => {
    const kind = JSON.parse(succeed("npx", ["provc", "list", "--json"])).kinds[0].id;
    succeed("npx", ["provc", "add", kind, "second"]);
    succeed("npx", ["provc", "codegen"]);
    succeed("npx", ["tsc", "--noEmit"]);
    expect(succeed("npx", ["provc", "list", kind])).toContain("second");
  });

  it("runs a program that uses the generated registry and the package by name", () => {
    const kind = JSON.parse(succeed("npx", ["provc", "list", "--json"])).kinds[0].id;
    const registry = `${kind.replaceAll(/-(.)/g, (_: string, letter: string) => letter.toUpperCase())}Registry`;
    writeFileSync(
      path.join(project, "program.ts"),
      `import { defineProvider } from "provc";
import { ${registry} } from "./generated/index.js";
const widened = ${registry}.register(defineProvider({ id: "acme:extra", provider: await ${registry}.get("second") }));
console.log(widened.ids().join(" "), widened.has("acme:extra"));
`,
    );
    succeed("npx", ["tsc", "--noEmit"]);
    expect(succeed("npx", ["tsx", "program.ts"])).toMatch(/^acme:extra .*second.* true\n$/);
  });

  it("passes codegen --check in CI, and fails it after a change to the manifest", () => {
    succeed("npx", ["provc", "codegen", "--check"], project, { CI: "true" });
    const manifest = path.join(project, "providers.manifest.yaml");
    const before = readFileSync(manifest, "utf8");
    writeFileSync(manifest, before.replace(/title: .*/, "title: Another title"));
    const stale = run("npx", ["provc", "codegen", "--check"], project, { CI: "true" });
    expect(stale.status).toBe(1);
    expect(stale.output).toContain("generated/document.ts");
    writeFileSync(manifest, before);
    succeed("npx", ["provc", "codegen", "--check"], project, { CI: "true" });
  });

  it("offers the shipped kinds to a folder without a manifest", () => {
    const folder = path.join(workspace, "plain");
    succeed("mkdir", [folder], workspace);
    writeFileSync(
      path.join(folder, "stagecraft.yml"),
      "project: {name: plain}\nbackend: {provider: genric, providers: {}}\n",
    );
    const { status, output } = run(path.join(project, "node_modules/.bin/provc"), ["validate"], folder);
    expect(status).toBe(1);
    expect(output).toContain('unknown backend provider "genric"');
    expect(output).toContain('did you mean "generic"?');
  });
});

describe("the package's shape", () => {
  it("passes publint and are-the-types-wrong", () => {
    const bin = path.join(repository, "node_modules/.bin");
    const installed = path.join(project, "node_modules/provc");
    expect(succeed(path.join(bin, "publint"), ["--strict", "--pack", "false", installed])).toContain(
      "All good",
    );
    const tarball = readdirSync(workspace).find((name) => name.endsWith(".tgz")) ?? "missing";
    succeed(path.join(bin, "attw"), [
      path.join(workspace, tarball),
      "--profile",
      "esm-only",
      "--format",
      "ascii",
    ]);
  });

  it("has a run-time entry of two small files, which imports neither the compiler's packages nor Node's own modules", () => {
    const seen = new Set<string>();
    let bytes = 0;
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, "utf8");
      bytes += text.length;
      for (const [, specifier = ""] of text.matchAll(/^(?:import|export)\b[^;]*?["']([^"']+)["'];?$/gm)) {
        if (specifier.startsWith(".")) follow(path.resolve(path.dirname(file), specifier));
        else seen.add(specifier);
      }
    };
    follow(path.join(project, "node_modules/provc/dist/index.js"));
    const outside = [...seen].filter((name) => !path.isAbsolute(name));
    expect(outside).toEqual([]);
    // A cold start pays for each of both: a file is a third of a millisecond, ten thousand bytes are as much.
    expect([...seen].map((file) => path.basename(file).replace(/-.*/, ""))).toEqual(["index.js", "core"]);
    expect(bytes).toBeLessThan(27_000);
  });
});
