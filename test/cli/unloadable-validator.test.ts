import { describe, expect, it } from "vitest";
import { runCli } from "./support/cli.js";
import { fixtureProject } from "./support/fixture-project.js";

const validator = "generated/document.validator.js";

describe("a validator that cannot be loaded", () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "in a package that calls itself CommonJS",
      { "package.json": '{"type": "commonjs"}', [validator]: "export const schema = {};\n" },
      `(SyntaxError: Unexpected token 'export'): it is an ES module and package.json has another "type"; run npm pkg set type=module`,
    ],
    ["that is gone", {}, "(no such file): run provc codegen"],
    [
      "that somebody has broken",
      { "package.json": '{"type": "module"}', [validator]: "export const = {};\n" },
      "(SyntaxError: Unexpected token '='): run provc codegen",
    ],
  ])("%s is named with what to do", async (_, files, why) => {
    const folder = fixtureProject({ ...files, "relay.yml": "isolation: {provider: isolate}\n" });
    const { code, stderr } = await runCli(["validate"], { cwd: folder });
    expect([code, stderr.split("\n").filter((line) => line.startsWith("provc:"))]).toEqual([
      2,
      [`provc: document.validator.js cannot be loaded ${why}`],
    ]);
  });
});
