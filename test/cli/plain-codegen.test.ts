import { expect, it } from "vitest";
import { plainCodegen } from "../../src/cli/plain-codegen.js";
import { temporaryFolder } from "../support/folders.js";
import { runCli } from "./support/cli.js";

it("reads codegen with plain flags, and leaves everything else to the parser", () => {
  expect(plainCodegen(["codegen"])).toEqual({});
  expect(plainCodegen(["codegen", "--check", "--json"])).toEqual({ check: true, json: true });
  expect(plainCodegen(["codegen", "--no-cache", "--timings"])).toEqual({ cache: false, timings: true });
  for (const args of [
    [],
    ["list"],
    ["codegen", "--watch"],
    ["codegen", "--help"],
    ["codegen", "--chekc"],
    ["codegen", "--out", "x"],
    ["--manifest", "m.yaml", "codegen"],
    ["codegen", "__proto__"],
    ["codegen", "toString"],
  ])
    expect(plainCodegen(args), args.join(" ")).toBeUndefined();
});

it("comes to the same either way, and says with --timings how long the stages took", async () => {
  const cwd = temporaryFolder({
    "package.json": "{}",
    "providers.manifest.yaml": "version: 1\nkinds: {}\n",
  });
  const parsed = await runCli(["codegen", "--json", "--out", "generated"], { cwd });
  const plain = await runCli(["codegen", "--json", "--no-cache"], { cwd });
  expect(plain.code).toBe(parsed.code);
  const pick = ({ stdout }: { stdout: string }) => {
    const { manifest, out, diagnostics, ok } = JSON.parse(stdout);
    return { manifest, out, diagnostics, ok };
  };
  expect(pick(plain)).toEqual(pick(parsed));
  const timed = await runCli(["codegen", "--no-cache", "--timings"], { cwd });
  expect(timed.stderr).toMatch(/^ {2}read manifest and schemas +\d+\.\d ms$/m);
});
