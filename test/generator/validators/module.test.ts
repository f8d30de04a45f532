import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import { writeValidatorModule } from "../../../generator/validators/write-validator-module.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { temporaryFolder } from "../../support/folders.js";
import { shapesModel } from "../emit/fixtures/shapes.js";
import { stagecraft } from "../emit/fixtures/stagecraft.js";
import { runValidatorModule } from "./support/load-validator.js";

const hostile = [
  "*/",
  "`${process.exit(1)}`",
  '"; throw 1; "',
  "\n\u2028\u2029",
  "</script><!--",
  "\\",
  "__proto__",
  "data",
  "c",
  "fail",
];

/** A schema with hostile text wherever a schema can hold text. */
const hostileSchema: JsonSchema = {
  title: hostile.join(""),
  type: "object",
  properties: Object.fromEntries(
    hostile.map((text) => [
      text,
      { enum: [text], const: text, dependentRequired: { [text]: [text] }, description: text },
    ]),
  ),
  patternProperties: { "^\\*/`\\$\\{\\}\u2028</script>": { const: { "*/": hostile } } },
  required: [...hostile, "constructor"],
  dependentRequired: { "*/": hostile },
  dependentSchemas: { "`${0}`": { required: hostile } },
  additionalProperties: { $ref: "#/$defs/*~1\u2028" },
  $defs: { "*/\u2028": { type: "object", properties: { class: { type: "string" }, "0": false } } },
};

it("hostile text stays data", () => {
  const text = writeValidatorModule(hostileSchema) ?? "";
  expect(text).not.toMatch(/[\u2028\u2029]|<\/script|<!--/);
  const { validate, failures, schema } = runValidatorModule(text);
  expect(schema).toEqual(hostileSchema);
  const value = Object.fromEntries([...hostile.map((name) => [name, name]), ["constructor", { class: "x" }]]);
  expect(failures(value)).toEqual([]);
  expect(validate(value)).toBe(true);
  expect(validate({ ...value, constructor: { class: 1 } })).toBe(false);
  expect(validate({ ...value, constructor: { "0": 1 } })).toBe(false);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it("a module loads nothing, makes no code, and runs where making code is forbidden", () => {
  const file = join(temporaryFolder(), "validator.mjs");
  const text =
    writeValidatorModule({ ...(hostileSchema as object), not: { format: "regex", type: "string" } }) ?? "";
  expect(text.replace(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(
    /(?<![.\w])(?:require|eval|import|Function|globalThis)\b/,
  );
  writeFileSync(file, `${text}\nconsole.log(validate({}), failures({}).length > 10);\n`);
  const output = execFileSync(process.execPath, ["--disallow-code-generation-from-strings", file], {
    encoding: "utf8",
  });
  expect(output).toBe("false true\n");
});

it("the text depends on the schema alone", () => {
  const schema = {
    properties: { a: { $ref: "#/$defs/x" }, b: { items: { minLength: 2 } } },
    $defs: { x: { anyOf: [{ pattern: "a" }, {}] } },
  };
  const text = writeValidatorModule(schema);
  writeValidatorModule(hostileSchema);
  expect(writeValidatorModule(structuredClone(schema))).toBe(text);
});

it("the catalogue says which back end wrote a validator, and ajv can be asked for", async () => {
  const backends = async (
    model: typeof stagecraft,
    validators?: "auto" | "ajv",
  ): Promise<Map<string, string>> => {
    const files = await emitArtefacts(model, validators ? { validators } : {});
    const text = files.find(({ path }) => path === "catalogue.json")?.content ?? "{}";
    const { document, kinds } = JSON.parse(text) as {
      document?: { validator: string; validatorBackend: string };
      kinds: { providers: { validator: string; validatorBackend: string }[] }[];
    };
    const entries = [...(document ? [document] : []), ...kinds.flatMap(({ providers }) => providers)];
    for (const { validator, validatorBackend } of entries) {
      const module = files.find(({ path }) => path === validator)?.content ?? "";
      expect(module.includes("export function failures"), validator).toBe(validatorBackend === "provc");
      const types = files.find(({ path }) => path === validator.replace(/js$/, "d.ts"))?.content ?? "";
      expect(types.includes("failures"), validator).toBe(validatorBackend === "provc");
    }
    return new Map(entries.map(({ validator, validatorBackend }) => [validator, validatorBackend]));
  };
  expect(new Set((await backends(stagecraft)).values())).toEqual(new Set(["provc"]));
  expect(new Set((await backends(shapesModel)).values())).toEqual(new Set(["provc"]));
  // What no manifest can ask for, because references have been followed by then.
  const anchored = { type: "object", $ref: "#here", $defs: { here: { $anchor: "here", type: "object" } } };
  const [kind, ...kinds] = shapesModel.kinds;
  const [provider, ...providers] = kind?.providers ?? [];
  if (kind === undefined || provider === undefined) throw new Error("the model is empty");
  const model = {
    ...shapesModel,
    kinds: [{ ...kind, providers: [{ ...provider, configSchema: anchored }, ...providers] }, ...kinds],
  };
  expect([...(await backends(model)).values()].filter((backend) => backend === "ajv")).toHaveLength(1);
  expect(new Set((await backends(shapesModel, "ajv")).values())).toEqual(new Set(["ajv"]));
});
