import { appendFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder, writeIn } from "../support/folders.js";
import { runHere } from "./support/in-process.js";

const folder = temporaryFolder({
  "package.json": '{"type": "module"}',
  "providers.manifest.yaml": `version: 1
kinds:
  store:
    contract: ./src/store.ts#Store
    providers:
      memory: {module: ./src/memory.ts, schema: ./src/memory.schema.yaml}
`,
  "src/store.ts": "export interface Store { get(key: string): string }\n",
  "src/memory.ts":
    'import type { Store } from "./store.js";\nexport default { get: (key) => key } satisfies Store;\n',
  "src/memory.schema.yaml": "type: object\nproperties: {}\n",
});
const run = (...args: string[]) => runHere(args, { cwd: folder });
const warning = async (): Promise<string> => (await run("list")).stderr;

beforeEach(async () => {
  expect(await run("codegen")).toMatchObject({ code: 0, stderr: "" });
});

describe("commands that read the catalogue", () => {
  it.each(["providers.manifest.yaml", "src/memory.schema.yaml"])(
    "warn when %s has changed since codegen",
    async (file) => {
      expect(await warning()).toBe("");
      appendFileSync(path.join(folder, file), "# changed\n");
      expect(await warning()).toBe(
        `warning: ${file} has changed since the last codegen; run provc codegen\n`,
      );
    },
  );

  it("go on, and keep their output clean", async () => {
    const before = await run("list", "--json");
    appendFileSync(path.join(folder, "providers.manifest.yaml"), "# changed\n");
    expect(await run("list", "--json")).toMatchObject({ code: 0, stdout: before.stdout });
  });

  it("do not mind the code of providers, on which the catalogue does not depend", async () => {
    appendFileSync(path.join(folder, "src/memory.ts"), "// changed\n");
    expect(await warning()).toBe("");
  });

  it("do not guess about output that another machine has made", async () => {
    const catalogue = path.join(folder, "generated/.files.json");
    const text = readFileSync(catalogue, "utf8");
    appendFileSync(path.join(folder, "providers.manifest.yaml"), "# pulled together with its output\n");
    writeIn(folder, "generated/.files.json", text.replace(/"[0-9a-f]{64}"/, `"${"0".repeat(64)}"`));
    expect(await warning()).toBe("");
    writeIn(folder, "generated/.files.json", text);
    rmSync(path.join(folder, "node_modules"), { recursive: true });
    expect(await warning()).toBe("");
  });
});
