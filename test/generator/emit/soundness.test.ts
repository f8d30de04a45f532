import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { deriveExample } from "../../../generator/emit/examples/example.js";
import {
  EDITOR_DIALECT,
  type SchemaDialect,
  SchemaWriter,
  VALIDATION_DIALECT,
} from "../../../generator/emit/schemas/schema-dialect.js";
import { printTypes } from "../../../generator/emit/types/print-types.js";
import { compileValidator } from "../../../generator/emit/validators/compile-validator.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { temporaryFolder } from "../../support/folders.js";
import { arbitraryConfig, arbitraryConfigSchema } from "./fixtures/arbitrary-config.js";
import { runTsc, writeProject } from "./type-script.js";

vi.setConfig({ testTimeout: 120_000 });

const schemas = fc.sample(arbitraryConfigSchema, Number(process.env.PROVC_TEST_RUNS ?? 150));
const values = fc.sample(arbitraryConfig, 250);

/** The schema as a definition of a whole in a dialect, as the emitters write configs. */
function written(schema: JsonSchema, dialect: SchemaDialect): object {
  const writer = new SchemaWriter(dialect);
  const reference = writer.define("config", writer.write(schema, "config", { rootName: "config" }));
  return { ...reference, ...writer.definitions() };
}

/** A value with its exact type, whatever type is expected of it. */
const exact = `type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;
declare function exact<const T>(value: T): Writable<T>;
`;

/** The lines of values.ts that TypeScript refuses, counted from 0. */
async function refused(types: string, lines: readonly string[]): Promise<number[]> {
  if (lines.length === 0) return [];
  const folder = temporaryFolder();
  writeProject(folder, [
    { path: "types.ts", content: types },
    { path: "values.ts", content: `import type * as types from "./types.js";${exact}${lines.join("\n")}\n` },
  ]);
  const { findings } = await runTsc("typescript-7", folder);
  const first = exact.split("\n").length - 1;
  return findings.map((finding) => {
    const [, line] = /^values\.ts\((\d+),/.exec(finding) ?? [];
    if (line === undefined) expect.unreachable(finding);
    return Number(line) - 1 - first;
  });
}

it("types accept whatever the validators accept", async () => {
  let types = "";
  const lines: { readonly type: string; readonly text: string; readonly value: string }[] = [];
  for (const [index, schema] of schemas.entries()) {
    const { validate } = await compileValidator(schema);
    const { text } = await printTypes({ name: `Config${index}_`, schema });
    types += text;
    const example = deriveExample(schema, validate);
    const valid = [...(example ? [example.value] : []), ...values.filter((value) => validate(value))];
    const texts = [...new Set(valid.map((value) => JSON.stringify(value)))].slice(0, 8);
    lines.push(...texts.map((value) => ({ type: `types.Config${index}_`, text, value })));
  }
  const literals = lines.map(({ type, value }, index) => `export const a${index}: ${type} = ${value};`);
  const suspects = (await refused(types, literals)).flatMap((index) => lines[index] ?? []);
  expect(suspects.filter(({ text }) => !text.includes("} & ("))).toEqual([]);
  // TypeScript does not see what a literal is for where one part of an intersection has a field and another speaks of any.
  const known = suspects.map(
    ({ type, value }, index) => `export const a${index}: ${type} = exact(${value});`,
  );
  const wrong = await refused(types, known);
  expect(wrong.map((index) => known[index])).toEqual([]);
  expect(suspects.length).toBeLessThan(lines.length / 100);
  expect(lines.length).toBeGreaterThan(schemas.length);
});

it("schemas for validators say what the validators say, and those for editors refuse nothing that is valid", async () => {
  const draft07 = (schema: object) => new Ajv({ strict: false, logger: false }).compile(schema);
  for (const schema of schemas) {
    const { validate } = await compileValidator(schema);
    const published = (await compileValidator(written(schema, VALIDATION_DIALECT) as JsonSchema)).validate;
    const editor = draft07(written(schema, EDITOR_DIALECT));
    for (const value of values) {
      const verdict = validate(value);
      const context = (): string => JSON.stringify({ value, schema });
      if (published(value) !== verdict) expect.unreachable(`the validation schema disagrees: ${context()}`);
      if (verdict && !editor(value))
        expect.unreachable(`the editor schema refuses what is valid: ${context()}`);
    }
  }
});
