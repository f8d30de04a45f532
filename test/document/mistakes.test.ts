import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { secretMask } from "../../src/diagnostics/masked-text.js";
import { fromPointer } from "../../src/source/json-pointer.js";
import { parseSource } from "../../src/source/parse-source.js";
import { backends, project } from "./mistakes/mistake.js";
import { combinations, mistakes } from "./mistakes/mistakes.js";
import { type Style, type StyledText, styles, writeStyled } from "./mistakes/styled-text.js";
import { check, lines } from "./support.js";

const all = [...mistakes, ...combinations];

describe("the table of mistakes", () => {
  it("is long enough, and names each mistake differently", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(50);
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  });
});

describe("mistakes in block YAML", () => {
  it.each(all)("%s", async (_, text, expected) => {
    expect(lines(await check(text))).toEqual(expected);
  });
});

/** What makes a diagnostic the same in every style: all but its place. */
const essence = ({ code, message, hint, path, severity, kind, provider }: Diagnostic): string =>
  JSON.stringify({ code, message, hint, path, severity, kind, provider });

const placeOf = ({ line, column, endLine, endColumn }: Diagnostic): string =>
  `${line}:${column}-${endLine === line ? endColumn : `${endLine}:${endColumn}`}`;

/** In block YAML this has no text of its own, so that its key is marked; where a null is written, it is. */
const emptyValues = new Set(["a selector without value"]);

/** Where a diagnostic belongs in a styled text: at the same key or value as in block YAML. */
function expectedPlace(name: string, block: string, found: Diagnostic, styled: StyledText): string {
  if (found.path === "") return "1:1-1";
  const source = parseSource(block, { file: "a.yml" });
  const marks = (target: "key" | "value"): boolean =>
    placeOf({ ...found, ...source.range(fromPointer(found.path), target) }) === placeOf(found);
  const [key, value] = [styled.keys.get(found.path), styled.values.get(found.path) ?? ""];
  if (key !== undefined && marks("key") && !emptyValues.has(name)) return key;
  if (marks("value")) return value;
  // What is hidden is as wide as the mask.
  const [line, column] = value.split(/[:-]/).map(Number);
  return `${line}:${column}-${(column ?? 0) + secretMask.length}`;
}

describe.each(Object.keys(styles) as Style[])("the same mistakes in the style %s", (style) => {
  it.each(all)("%s", async (name, text) => {
    const styled = writeStyled(parseSource(text, { file: "a.yml" }).value, style);
    const [block, other] = [await check(text), await check(styled.text, { file: styles[style] })];
    expect(other.diagnostics.map(essence).sort()).toEqual(block.diagnostics.map(essence).sort());
    const places = new Map(
      block.diagnostics.map((found) => [essence(found), expectedPlace(name, text, found, styled)]),
    );
    for (const found of other.diagnostics) {
      expect(`${essence(found)} ${placeOf(found)}`, styled.text).toBe(
        `${essence(found)} ${places.get(essence(found))}`,
      );
    }
  });
});

describe("exact places in JSON", () => {
  it.each<[string, string, string[]]>([
    [
      "a misspelt provider",
      '{\n  "project": {"name": "x"},\n  "backend": {\n    "provider": "genric"\n  }\n}\n',
      [`4:17-25 unknown-provider unknown backend provider "genric"; ${backends} | did you mean "generic"?`],
    ],
    [
      "a misspelt field",
      '{"project": {"name": "x", "acount": "1"}}',
      ['1:27-35 unknown-field unknown field "acount" in project; did you mean "account"?'],
    ],
    [
      "a null as the section",
      '{"project": {"name": "x"}, "backend": null}',
      [`1:28-37 selector-required backend.provider is required | ${backends}`],
    ],
    [
      "a null as the selector",
      '{"project": {"name": "x"}, "backend": {"provider": null}}',
      [`1:52-56 selector-required backend.provider is required | ${backends}`],
    ],
  ])("%s", async (_, text, expected) => {
    expect(lines(await check(text, { file: "a.json" }))).toEqual(expected);
  });
});

describe("mistakes behind anchors and merge keys", () => {
  it("are shown where they are written, once, with the place that uses them", async () => {
    const text = `${project}databases:
  a: {migrations: &m {engine: raw, path: "", foo: 1}}
  b: {migrations: *m}
  c: {migrations: {<<: *m, engine: drizzle}}
`;
    expect(lines(await check(text))).toEqual([
      "3:42-44 invalid-config databases.a.migrations.path is required | it must not be empty",
      '3:46-49 unknown-field unknown field "foo" in databases.a.migrations | allowed fields: engine, path, strategy, table, strict',
    ]);
  });

  it("name the alias when the mistake only shows there", async () => {
    const text = `${project}databases:
  a: {migrations: &m {engine: knex, path: m, knexfile: f}}
  b:
    migrations:
      <<: *m
      engine: raw
`;
    const { diagnostics } = await check(text);
    expect(diagnostics).toMatchObject([
      {
        message: 'unknown field "knexfile" in databases.b.migrations',
        hint: '"knexfile" is a setting of knex, not of raw',
        ...{ line: 3, column: 46, path: "/databases/b/migrations/knexfile" },
        related: [{ message: "used here", file: "a.yml", line: 6, column: 11, endLine: 6, endColumn: 13 }],
      },
    ]);
  });

  it("follow an alias as the selector and as a whole config", async () => {
    const text = `${project}databases:
  x: {connection_env: &id genric}
backend:
  provider: *id
  providers: &map
    generic: &config {dev: {command: []}}
`;
    expect(lines(await check(text))).toEqual([
      `3:27-33 unknown-provider unknown backend provider "genric"; ${backends} | did you mean "generic"?`,
      "7:38-40 invalid-config backend.providers.generic.dev.command must not be empty",
    ]);
  });
});
