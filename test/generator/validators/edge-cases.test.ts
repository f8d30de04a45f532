import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helperTexts } from "../../../generator/validators/helper-texts.js";
import { writeValidatorModule } from "../../../generator/validators/write-validator-module.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { staticChecker } from "../../../src/validation/checkers/static-checker.js";
import { evaluateSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { isMultipleOf } from "../../../src/validation/evaluation/multiple-of.js";
import { loadValidator, type OwnValidator } from "./support/load-validator.js";

function load(schema: JsonSchema): OwnValidator {
  const validator = loadValidator(schema);
  if (validator === undefined) throw new Error("left to ajv");
  return validator;
}

const parse = (text: string): unknown => JSON.parse(text);

const sparse: unknown[] = [1];
sparse[2] = 2;

/** Schema, values that it accepts, values that it refuses. */
const cases: readonly (readonly [
  schema: JsonSchema,
  valid: readonly unknown[],
  invalid: readonly unknown[],
])[] = [
  [{ type: "number" }, [0, -0, 1e308], [Number.NaN, Number.POSITIVE_INFINITY, "1", null, [1], 1n]],
  [{ type: "integer" }, [1.0, -0, 1e300], [1.5, Number.NaN, Number.NEGATIVE_INFINITY, "1"]],
  [{ minimum: 5 }, [5, "x", Number.NaN, Number.NEGATIVE_INFINITY], [4]],
  [{ const: 0 }, [0, -0], ["0", false, null]],
  [{ enum: [1, 2, 3, 4, 5, 6, 7, 8, 0, null] }, [-0, null, 8], [9, "1", undefined]],
  [
    { enum: [{ a: [1, { b: null }] }, "x"] },
    [{ a: [1, { b: null }] }, "x"],
    [{ a: [1, { b: 0 }] }, { a: [1] }],
  ],
  [{ minLength: 2 }, ["😀😀", "\ud83d\ud83d", 1], ["😀", "\ud83d"]],
  [{ minLength: 1e30, maxLength: 1e300 }, [1], ["", "ab"]],
  [{ maxLength: 1 }, ["😀", "\ude00"], ["\ude00\ud83d", "ab"]],
  [{ pattern: "^.$" }, ["😀", "\ud83d"], ["😀😀", "ab"]],
  [{ multipleOf: 0.01 }, [19.99, 0.07, -1, 0, Number.NaN], [0.001, 19.999]],
  [{ multipleOf: 3 }, [9007199254740990, 0, -6], [1e21, 1, 0.3]],
  [
    { uniqueItems: true },
    [
      [1, "1", true, [1]],
      [{ a: 1 }, { a: 2 }],
      [{}, []],
    ],
    [
      [1, 1.0],
      [0, -0],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
  ],
  [
    { uniqueItems: true },
    [Array.from({ length: 40 }, (_, index) => index)],
    [Array.from({ length: 40 }, (_, index) => index % 39)],
  ],
  [{ items: { type: "integer" } }, [[], [1]], [sparse, [undefined]]],
  [{ required: ["constructor"] }, [{ constructor: 1 }], [{}, Object.create({ constructor: 1 })]],
  [{ required: ["__proto__"] }, [parse('{"__proto__": 1}')], [{}, { toString: 1 }]],
  [
    parse(
      '{"properties": {"__proto__": {"type": "integer"}, "toString": true}, "additionalProperties": false}',
    ) as JsonSchema,
    [parse('{"__proto__": 1, "toString": 2}'), {}],
    [parse('{"__proto__": "1"}'), { constructor: 1 }],
  ],
  [
    parse(
      '{"properties": {"__proto__": {"not": {}}, "toString": {"type": "string"}}, "required": ["__proto__", "toString"]}',
    ) as JsonSchema,
    [],
    [{}, parse('{"__proto__": 1, "toString": 1}')],
  ],
  [{ properties: { a: { type: "string" } }, required: ["b"] }, [{ a: undefined, b: 1 }], [{ b: undefined }]],
  [{ properties: { a: {} }, additionalProperties: false }, [{ a: undefined }], [{ b: undefined }]],
  [{ maxProperties: 1, propertyNames: { pattern: "^a" } }, [{}, { a: 1 }, "x"], [{ a: 1, ab: 2 }, { b: 1 }]],
  [
    { contains: { const: 1 }, minContains: 2, maxContains: 3 },
    [[1, 1], [1, 1, 1, 0], {}],
    [[1], [1, 1, 1, 1], []],
  ],
  [{ oneOf: [{ minimum: 1 }, { minimum: 2 }, { type: "null" }] }, [1, 1.5], [2, 0, "x"]],
  [false, [], [null, 0, {}]],
  [true, [null, undefined], []],
];

describe("our validators", () => {
  it.each(cases)("%j", (schema, valid, invalid) => {
    const { validate, failures } = load(schema);
    for (const value of valid) {
      expect(validate(value), fc.stringify(value)).toBe(true);
      expect(failures(value)).toEqual([]);
    }
    for (const value of invalid) {
      expect(validate(value), fc.stringify(value)).toBe(false);
      expect(failures(value)).toEqual(evaluateSchema(schema, schema, value).failures);
    }
  });

  it("report fields in the order of the value, whatever the order of the schema", () => {
    const { failures } = load({
      properties: { a: { type: "string" }, b: { properties: { d: false, c: { enum: [1] } } } },
      additionalProperties: false,
      required: ["z"],
    });
    const found = failures({ y: 1, b: { c: 2, d: 2 }, a: 1 });
    expect(
      found.map(({ keyword, path, field }) => [keyword, [...path, ...(field ? [field] : [])].join(".")]),
    ).toEqual([
      ["required", "z"],
      ["additionalProperties", "y"],
      ["enum", "b.c"],
      ["false", "b.d"],
      ["type", "a"],
    ]);
  });

  it("give the schema of a failure as it stands in the exported schema, although functions are shared", () => {
    const { failures, schema } = load({
      properties: {
        a: { title: "A", items: { type: "string" } },
        b: { title: "B", items: { type: "string" } },
      },
    });
    const { properties = {} } = schema as { properties?: { [name: string]: { items: unknown } } };
    const found = failures({ a: [1], b: [2] });
    expect(found.map((failure) => failure.schema === properties[String(failure.path[0])]?.items)).toEqual([
      true,
      true,
    ]);
  });

  it("refuse a value that holds itself as one that is nested too deeply", async () => {
    const module = load({
      $ref: "#/$defs/node",
      $defs: { node: { properties: { next: { $ref: "#/$defs/node" } } } },
    });
    const loop: { next?: unknown } = {};
    loop.next = loop;
    expect(() => module.validate(loop)).toThrow(RangeError);
    const { issues } = await (await staticChecker(module)).check(loop, { at: ["x"] });
    expect(issues.map(({ message }) => message)).toEqual(["x is nested too deeply"]);
  });

  it("take no longer for deep values of unions that refer to themselves", () => {
    const kinds = Array.from({ length: 8 }, (_, index) => ({
      properties: {
        kind: { const: `k${index}` },
        left: { $ref: "#/$defs/node" },
        right: { $ref: "#/$defs/node" },
      },
    }));
    const { failures } = load({ $ref: "#/$defs/node", $defs: { node: { anyOf: kinds } } });
    let value: object = { kind: "unknown" };
    for (let depth = 0; depth < 30; depth++) value = { kind: "k1", left: value };
    const [failure] = failures(value);
    expect(failure?.branches).toHaveLength(8);
  });

  it("name what they refuse as the interpreter does, also for fields that TypeScript configs leave undefined", async () => {
    const module = load({
      type: "object",
      properties: { a: { type: "string" } },
      additionalProperties: { type: "string" },
    });
    const { issues } = await (await staticChecker(module)).check(
      { a: undefined, b: undefined, c: 1 },
      { at: [] },
    );
    expect(issues.map(({ message }) => message)).toEqual([
      "b must be a string, got something that no document can hold",
      "c must be a string, got a number",
    ]);
  });

  it.each<[string, JsonSchema]>([
    ["a keyword of another dialect inside", { items: { $dynamicRef: "#x" } }],
    ["a reference to what is no schema", { properties: { a: { $ref: "#/default" } }, default: {} }],
    [
      "a reference that leads back to itself",
      { $ref: "#/$defs/a", $defs: { a: { anyOf: [{ $ref: "#/$defs/a" }] } } },
    ],
    ["a schema with an address of its own", { properties: { a: { $id: "b", type: "string" } } }],
    ["an address that only ajv knows", { $ref: "#here", $defs: { a: { $anchor: "here" } } }],
    ["a keyword that is not what it should be", { minLength: "1" }],
    ["unevaluatedItems that is no schema", { unevaluatedItems: [] }],
    ["a pattern that is none", { pattern: "(" }],
  ])("leave %s to ajv", (_, schema) => {
    expect(writeValidatorModule(schema)).toBeUndefined();
  });
});

it("the helper for multipleOf says what the run time says", () => {
  const isMultiple = new Function(
    `${helperTexts(["isMultiple"]).join("\n")}\nreturn isMultiple;`,
  )() as typeof isMultipleOf;
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e40, max: 1e40 }),
    fc.integer(),
    fc.integer().map((n) => n / 100),
  );
  const divisor = fc.oneof(fc.constantFrom(0.01, 0.1, 0.5, 1e-7, 3), fc.integer({ min: 1 }));
  fc.assert(fc.property(number, divisor, (a, b) => isMultiple(a, b) === isMultipleOf(a, b)));
});
