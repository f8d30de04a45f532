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

it("types accept whatever the validators accept", async () => {
  const lines: string[] = [];
  let accepted = 0;
  for (const [index, schema] of schemas.entries()) {
    const { validate } = await compileValidator(schema);
    const { text } = await printTypes({ name: `Config${index}_`, schema });
    const example = deriveExample(schema, validate);
    const valid = [...(example ? [example.value] : []), ...values.filter((value) => validate(value))];
    const texts = [...new Set(valid.map((value) => JSON.stringify(value)))].slice(0, 8);
    accepted += texts.length;
    lines.push(
      text,
      ...texts.map((value, place) => `export const value${index}_${place}: Config${index}_ = ${value};\n`),
    );
  }
  const folder = temporaryFolder();
  writeProject(folder, [{ path: "configs.ts", content: lines.join("") }]);
  const { findings } = await runTsc("typescript-7", folder);
  expect(findings).toEqual([]);
  expect(accepted).toBeGreaterThan(schemas.length);
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
