import { describe, expect, it } from "vitest";
import { nameSchema } from "../../../src/cli/editor/modeline.js";

const schema = "./generated/x.json";
const line = `# yaml-language-server: $schema=${schema}`;

describe("the modeline", () => {
  it.each([
    ["a document", "a.yml", "name: a\n", `${line}\nname: a\n`],
    ["an empty one", "a.yaml", "", `${line}\n`],
    ["Windows line ends", "a.yml", "a: 1\r\nb: 2\r\n", `${line}\r\na: 1\r\nb: 2\r\n`],
    ["a byte order mark", "a.yml", "\ufeffa: 1\n", `\ufeff${line}\na: 1\n`],
    ["directives", "a.yml", "%YAML 1.2\n---\na: 1\n", `${line}\n%YAML 1.2\n---\na: 1\n`],
    ["a comment", "a.yml", "# Ours.\na: 1\n", `${line}\n# Ours.\na: 1\n`],
    [
      "other settings",
      "a.yml",
      "# yaml-language-server: x=1\na: 1\n",
      `# yaml-language-server: x=1 $schema=${schema}\na: 1\n`,
    ],
    ["the same schema", "a.yml", `# Ours.\n${line}\na: 1\n`, undefined],
    ["the same in other words", "a.yml", "#  yaml-language-server: $schema=generated/x.json\n", undefined],
    ["JSON", "a.json", '{\n  "a": 1\n}\n', `{\n  "$schema": "${schema}",\n  "a": 1\n}\n`],
    ["JSON that names it", "a.json", '{"a": 1, "$schema": "generated/x.json"}', undefined],
  ])("in %s", (_name, file, before, after = before) => {
    expect(nameSchema(file, before, schema)).toEqual({ text: after });
  });

  it.each([
    [
      "another schema",
      "a.yml",
      "a: 1\n# yaml-language-server: $schema=https://x/y.json\n",
      "another schema, https://x/y.json",
      5,
    ],
    ["another schema in JSON", "a.json", '{"$schema": "x.json"}', "another schema, x.json", 12],
    ["JSON that is broken", "a.json", '{"a" 1}', "a colon after the key", 5],
    ["JSON that is a list", "a.json", "[]", "not a JSON object", 0],
  ])("refuses %s", (_name, file, text, message, at) => {
    const { problem } = nameSchema(file, text, schema);
    expect(problem?.message).toContain(message);
    expect(problem?.at).toBe(at);
  });

  it("refuses a path that no modeline can hold", () => {
    expect(nameSchema("a.yml", "", "./my files/x.json").problem?.message).toContain("spaces");
  });
});
