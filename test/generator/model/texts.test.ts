import { describe, expect, it } from "vitest";
import { diagnoseSchema } from "../schema/support.js";
import { diagnose, load, withKind } from "./support.js";

const hint =
  '(write the character itself, or both halves, as in "\\ud83d\\ude00"; in a regular expression, "\\\\ud800")';
const key = (place: string): string =>
  `${place} manifest-text: this key is not Unicode: \\ud800 is half of a character ${hint}`;
const text = (place: string): string =>
  `${place} manifest-text: this text is not Unicode: \\ud800 is half of a character ${hint}`;

/** A schema in JSON, each line of which may be at fault. */
const json = (...lines: string[]): string => `{\n${lines.join(",\n")}\n}`;
const jsonManifest = withKind("", "one: {module: ./src/one.ts, schema: ./schema.json}");

describe("half of a surrogate pair", () => {
  it("is refused in a schema, in keys and values alike, at its place", async () => {
    const schema = json(
      '"title": "a\\ud800"',
      '"$comment": "\\ud800"',
      '"properties": {"a\\ud800b": {"const": "\\ud800"}, "c": {"enum": ["x", {"d": "\\ud800"}]}}',
      '"allOf": [{"anyOf": [{"required": ["\\ud800"]}]}]',
      '"x-own": {"\\ud800": 1}',
    );
    expect(await diagnose(jsonManifest, { "schema.json": schema })).toEqual([
      text("schema.json:2:10"),
      text("schema.json:3:13"),
      key("schema.json:4:16"),
      text("schema.json:4:38"),
      text("schema.json:4:75"),
      text("schema.json:5:36"),
      key("schema.json:6:11"),
    ]);
  });

  it("is refused in YAML, which can write it down, too", async () => {
    expect(await diagnoseSchema('properties:\n  "\\ud800": {}\n  a: {default: "\\ud800"}\n')).toEqual([
      key("schema.yaml:2:3"),
      text("schema.yaml:3:16"),
    ]);
  });

  it("is refused in the manifest, in schemas inside it, and in what it says of modules", async () => {
    const providers = [
      'one: {module: ./src/one.ts, title: "\\ud800", schema: {properties: {"\\ud800": {}}}}',
      'two: {module: "./src/two\\ud800.ts", requires: {npm: {"\\ud800": "1"}, commands: ["\\ud800"]}}',
    ].join("\n");
    const found = await diagnose(withKind('description: "\\ud800"', providers));
    expect(found.filter((line) => line.includes("manifest-text"))).toEqual([
      text("5:18"),
      text("7:42"),
      key("7:74"),
      text("8:21"),
      key("8:60"),
      text("8:87"),
    ]);
  });

  it("never gets into what is said of it", async () => {
    const { diagnostics } = await load(
      withKind('noun: "\\ud800"', '"\\ud800": {module: "./src/\\ud800.ts"}'),
    );
    expect(diagnostics.map(({ code }) => code)).toContain("manifest-text");
    for (const { message, hint = "" } of diagnostics) expect(message + hint).not.toMatch(/\p{Surrogate}/u);
  });

  it("is told which half it is", async () => {
    const [found] = await diagnoseSchema('title: "\\ude00\\ud83d"\n');
    expect(found).toContain("\\ude00 is half of a character");
  });
});

describe("texts that are Unicode", () => {
  it("are taken: pairs in one escape each, and escapes that only patterns know", async () => {
    const schema = json(
      '"title": "\\ud83d\\ude00 😀 \\u0000 \\u2028 \\ufeff \\uffff"',
      '"properties": {"\\ud83d\\ude00": {"pattern": "[\\\\ud800-\\\\udfff]"}}',
    );
    expect(await diagnose(jsonManifest, { "schema.json": schema })).toEqual([]);
  });
});
