// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../src/contract/json-schema.js";
import type { ConfigIssue, IssueContext } from "../../src/validation/checker.js";
import { schemaChecker } from "../../src/validation/checkers/schema-checker.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";

const at = ["backend", "providers", "generic"];
async function issuesOf(
  schema: JsonSchema,
  value: unknown,
  context: IssueContext = { at },
): Promise<readonly ConfigIssue[]> {
  const checker = await schemaChecker(closeObjects(schema));
  return (await checker.check(value, context)).issues;
}
/** Every issue as `message (hint)`, without the path that all messages start with. */
async function words(schema: JsonSchema, value: unknown): Promise<string[]> {
  const issues = await issuesOf(schema, value);
  return issues.map(
    ({ message, hint }) => message.replaceAll("backend.providers.generic", "P") + (hint ? ` (${hint})` : ""),
  );
}

const field = (schema: JsonSchema): JsonSchema => ({ properties: { x: schema } });
const tagged = {
  oneOf: [
    { properties: { kind: { const: "file" }, path: { type: "string" } }, required: ["kind", "path"] },
    {
      properties: { kind: { const: "s3" }, bucket: { type: "string" }, region: { type: "string" } },
      required: ["kind", "bucket"],
    },
  ],
};

/** One field `x`: schema, value, what is said. */
const ofValues: readonly [JsonSchema, unknown, string][] = [
  // Types
  [{ type: "array" }, { a: 1 }, "P.x must be a list, got a mapping"],
  [
    { type: "array", items: { type: "string" } },
    "npm run dev",
    "P.x must be a list, got a string (write it as a list: [npm, run, dev])",
  ],
  [
    { type: "array", items: { type: "string" } },
    "echo 'a b'",
    `P.x must be a list, got a string (write it as a list: ["echo 'a b'"])`,
  ],
  [
    { type: "array", items: { type: "object" } },
    "a b",
    'P.x must be a list, got a string (write it as a list: ["a b"])',
  ],
  [{ type: "array" }, 80, "P.x must be a list, got a number (write it as a list: [80])"],
  [{ type: "array" }, "y".repeat(200), "P.x must be a list, got a string (write it as a list)"],
  [{ type: "object" }, "text", "P.x must be a mapping, got a string"],
  [{ type: "object" }, [], "P.x must be a mapping, got a list"],
  [
    { type: "object" },
    [{ a: 1 }, { b: 2 }],
    "P.x must be a mapping, got a list (write its fields in one mapping, not in a list)",
  ],
  [{ type: "object" }, "port:80", "P.x must be a mapping, got a string (write a space after the colon)"],
  [{ type: "object" }, "https://example.com", "P.x must be a mapping, got a string"],
  [
    { type: "object" },
    null,
    "P.x must be a mapping, got null (it is empty: write its fields, or {} for none)",
  ],
  [{ type: "string" }, 8080, 'P.x must be a string, got a number (write it in quotes: "8080")'],
  [{ type: "string" }, true, 'P.x must be a string, got a boolean (write it in quotes: "true")'],
  [{ type: "string" }, null, "P.x must be a string, got null"],
  [{ type: "number" }, "1.5", "P.x must be a number, got a string (write it without quotes: 1.5)"],
  [{ type: "integer" }, "12", "P.x must be a whole number, got a string (write it without quotes: 12)"],
  [{ type: "integer" }, "twelve", "P.x must be a whole number, got a string"],
  [{ type: "integer" }, 1.5, "P.x must be a whole number, got 1.5"],
  [{ type: "boolean" }, "yes", "P.x must be true or false, got a string (write true)"],
  [{ type: "boolean" }, "false", "P.x must be true or false, got a string (write it without quotes: false)"],
  [{ type: "boolean" }, 1, "P.x must be true or false, got a number"],
  [{ type: "null" }, 1, "P.x must be null, got a number"],
  [
    { type: ["string", "array"] },
    1,
    "P.x must be a string or a list, got a number (write it as a list: [1])",
  ],
  [{ type: ["string", "integer", "number"] }, {}, "P.x must be a string or a number, got a mapping"],
  // Fixed values
  [
    { enum: ["pre_deploy", "post_deploy", "manual"] },
    "pre-deploy",
    'P.x must be one of: pre_deploy, post_deploy, manual (did you mean "pre_deploy"?)',
  ],
  [
    { enum: ["pre_deploy", "manual"] },
    "MANUAL",
    'P.x must be one of: pre_deploy, manual (did you mean "manual"?)',
  ],
  [{ enum: ["a", "b"], type: "string" }, 5, "P.x must be one of: a, b"],
  [{ enum: ["two words", 1, null, { a: 1 }] }, "x", 'P.x must be one of: "two words", 1, null, {"a":1}'],
  [{ enum: ["only"] }, "x", 'P.x must be "only"'],
  [{ const: "v1" }, "v2", 'P.x must be "v1"'],
  [{ const: 1 }, "x", "P.x must be 1"],
  [
    { enum: Array.from({ length: 25 }, (_, index) => `v${index}`) },
    "zzzzzz",
    `P.x must be one of: ${Array.from({ length: 20 }, (_, index) => `v${index}`).join(", ")}, … (25 in all)`,
  ],
  // Texts
  [{ type: "string", minLength: 1 }, "", "P.x must not be empty"],
  [{ type: "string", minLength: 1, pattern: "^a" }, "", "P.x must not be empty"],
  [{ minLength: 3 }, "é😀", "P.x must have at least 3 characters, got 2"],
  [{ maxLength: 1 }, "ab", "P.x must have at most 1 character, got 2"],
  [{ pattern: "^[a-z]+$" }, "A", "P.x must match the pattern ^[a-z]+$"],
  [{ pattern: "^a$", patternErrorMessage: "must be an a" }, "b", 'P.x must be an a, got "b"'],
  [{ pattern: "^a$", patternErrorMessage: "must be an a", "x-secret": true }, "b", "P.x must be an a"],
  [{ pattern: "^a$", patternErrorMessage: "is no a" }, "b", "P.x must match the pattern ^a$"],
  [{ pattern: "^a$", patternErrorMessage: "must be\nan a" }, "b", 'P.x must be\\u000aan a, got "b"'],
  [{ format: "email" }, "nobody", "P.x must be an email address"],
  [{ format: "uri" }, "nowhere", "P.x must be a URI like https://example.com/path"],
  [{ format: "date-time" }, "now", "P.x must be a date and time like 2024-12-31T23:59:00Z"],
  [{ format: "duration" }, "5s", "P.x must be a duration like PT30S or P1DT12H"],
  // Numbers
  [{ minimum: 1 }, 0, "P.x must be at least 1, got 0"],
  [{ maximum: 65535 }, 70000, "P.x must be at most 65535, got 70000"],
  [{ exclusiveMinimum: 0 }, 0, "P.x must be greater than 0, got 0"],
  [{ exclusiveMaximum: 1 }, 1, "P.x must be less than 1, got 1"],
  [{ multipleOf: 5 }, 7, "P.x must be a multiple of 5, got 7"],
  // Lists
  [{ minItems: 1 }, [], "P.x must not be empty"],
  [{ minItems: 2 }, [1], "P.x must have at least 2 items, got 1"],
  [{ maxItems: 1 }, [1, 2], "P.x must have at most 1 item, got 2"],
  [
    { uniqueItems: true },
    ["a", "b", "a"],
    "P.x must not have the same item twice, got equal items at 0 and 2",
  ],
  [{ prefixItems: [{}, {}], items: false }, [1, 2, 3], "P.x must have at most 2 items, got 3"],
  [{ prefixItems: [{}], unevaluatedItems: false }, [1, 2], "P.x must have at most 1 item, got 2"],
  [{ contains: { const: "main" } }, ["x"], 'P.x must contain "main"'],
  [{ contains: { enum: ["a", "b"] } }, [], "P.x must contain at least one of: a, b"],
  [
    { contains: { type: "string" }, minContains: 2 },
    ["x"],
    "P.x must have at least 2 items of the required kind",
  ],
  [
    { contains: { type: "string" }, maxContains: 1 },
    ["x", "y"],
    "P.x must have at most 1 item of its special kind",
  ],
  [
    { items: { type: "string" } },
    ["a", 1],
    'P.x[1] must be a string, got a number (write it in quotes: "1")',
  ],
  // Mappings
  [{ minProperties: 1 }, {}, "P.x must not be empty"],
  [{ minProperties: 2 }, { a: 1 }, "P.x must have at least 2 fields, got 1"],
  [{ maxProperties: 1 }, { a: 1, b: 2 }, "P.x must have at most 1 field, got 2"],
  [
    { additionalProperties: { type: "string" } },
    { "odd key": 1 },
    'P.x["odd key"] must be a string, got a number (write it in quotes: "1")',
  ],
  [
    { propertyNames: { pattern: "^[a-z]+$" } },
    { Ab: 1 },
    'the field name "Ab" in P.x must match the pattern ^[a-z]+$',
  ],
  [{ propertyNames: { enum: ["a", "b"] } }, { c: 1 }, 'the field name "c" in P.x must be one of: a, b'],
  [{ properties: { old: false } }, { old: 1 }, "P.x.old is not allowed here"],
  // Negation
  [{ not: { const: "root" } }, "root", 'P.x must not be "root"'],
  [{ not: { enum: ["a", "b"] } }, "b", "P.x must not be one of: a, b"],
  [{ not: { required: ["a", "b"] } }, { a: 1, b: 1 }, 'P.x must not have "a" and "b" together'],
  [{ not: { required: ["a"] } }, { a: 1 }, 'P.x must not have "a"'],
  [{ not: { pattern: "^/" } }, "/x", "P.x must not match the pattern ^/"],
  [{ not: { type: "string" } }, "x", "P.x must not be a string"],
  // Unions
  [
    { anyOf: [{ type: "string" }, { type: "array" }] },
    1,
    "P.x must be a string or a list, got a number (write it as a list: [1])",
  ],
  [
    { oneOf: [{ const: "auto" }, { const: "none" }] },
    "autos",
    'P.x must be one of: auto, none (did you mean "auto"?)',
  ],
  [
    { anyOf: [{ const: "auto" }, { type: "integer" }] },
    "atuo",
    'P.x must be "auto" or a whole number, got a string (did you mean "auto"?)',
  ],
  [{ anyOf: [{ const: "auto" }, { type: "integer", minimum: 1 }] }, 0, "P.x must be at least 1, got 0"],
  [
    { anyOf: [{ format: "ipv4" }, { format: "hostname" }] },
    "a b",
    "P.x must be an IPv4 address or a host name",
  ],
  [
    { anyOf: [{ anyOf: [{ type: "string" }, { type: "null" }] }, { $ref: "#/$defs/none" }] },
    1,
    'P.x must be a string, null or true or false, got a number (write it in quotes: "1")',
  ],
  [
    { oneOf: [{ type: "integer", title: "Whole" }, { type: "number" }] },
    1,
    'P.x must fit exactly one of its possible forms, got "Whole" and form 2',
  ],
  [
    { anyOf: [{ type: "string" }, { properties: { a: { type: "string" } } }] },
    { a: 1 },
    'P.x.a must be a string, got a number (write it in quotes: "1")',
  ],
  [tagged, "text", "P.x must be a mapping, got a string"],
  [tagged, { kind: "s4", bucket: "b" }, 'P.x.kind must be one of: file, s3 (did you mean "s3"?)'],
  [tagged, { bucket: "b" }, "P.x.kind is required (allowed values: file, s3)"],
  [tagged, { kind: "s3" }, "P.x.bucket is required"],
  [
    tagged,
    { kind: "s3", bucket: "b", regoin: "eu" },
    'unknown field "regoin" in P.x; did you mean "region"?',
  ],
  [
    tagged,
    { kind: "file", path: "p", bucket: "b" },
    'unknown field "bucket" in P.x (allowed fields: kind, path)',
  ],
  [
    { anyOf: [{ required: ["url"] }, { required: ["host", "port"] }] },
    {},
    'P.x must have "url" or "host" and "port"',
  ],
];

describe("one wrong value is one sentence", () => {
  const schema = (of: JsonSchema): JsonSchema => ({
    ...(field(withTypes(of)) as object),
    $defs: { none: { type: "boolean" } },
  });
  it.each(ofValues)("%j with %j", async (of, value, expected) => {
    expect(await words(schema(of), { x: value })).toEqual([expected]);
  });

  it("is told apart from at least sixty others", () => {
    expect(new Set(ofValues.map(([, , expected]) => expected)).size).toBeGreaterThanOrEqual(60);
  });
});

/** The branches of the tagged union are meant for mappings only. */
function withTypes(of: JsonSchema): JsonSchema {
  return of === tagged ? { oneOf: tagged.oneOf.map((branch) => ({ type: "object", ...branch })) } : of;
}

const dev = {
  type: "object",
  properties: {
    dev: {
      type: "object",
      properties: {
        command: { type: "array", items: { type: "string" } },
        workdir: { type: "string" },
        port: { type: "integer" },
      },
      required: ["command"],
    },
    schema_path: { type: "string", "x-env": "SCHEMA_PATH" },
  },
  required: ["dev"],
};

describe("fields", () => {
  it.each<[string, JsonSchema, unknown, readonly string[]]>([
    ["a missing field", dev, { dev: {} }, ["P.dev.command is required"]],
    ["a missing field of the whole", dev, {}, ["P.dev is required"]],
    [
      "a missing field that the environment can give",
      { ...dev, required: ["schema_path"] },
      {},
      ["P.schema_path is required (it can also come from the environment variable SCHEMA_PATH)"],
    ],
    [
      "an unknown field",
      dev,
      { dev: { command: [], zzz: 1 } },
      ['unknown field "zzz" in P.dev (allowed fields: command, workdir, port)'],
    ],
    [
      "an unknown field where there are none",
      { properties: {} },
      { a: 1 },
      ['unknown field "a" in P (no fields are allowed there)'],
    ],
    [
      "a misspelt optional field",
      dev,
      { dev: { command: [], workdirr: "x" } },
      ['unknown field "workdirr" in P.dev; did you mean "workdir"?'],
    ],
    [
      "a misspelt required field",
      dev,
      { dev: { comand: [] } },
      ['unknown field "comand" in P.dev; did you mean "command"? ("command" is required and missing)'],
    ],
    [
      "a field in another spelling",
      { ...dev, required: ["dev", "schema_path"] },
      { dev: { command: [] }, schemaPath: "x" },
      [
        'unknown field "schemaPath" in P; did you mean "schema_path"? ("schema_path" is required and missing)',
      ],
    ],
    [
      "a misspelt field beside the right one",
      dev,
      { dev: { command: [], comand: [] } },
      ['unknown field "comand" in P.dev (allowed fields: command, workdir, port)'],
    ],
    [
      "two mistakes",
      dev,
      { dev: { command: "x", prot: 1 } },
      [
        "P.dev.command must be a list, got a string (write it as a list: [x])",
        'unknown field "prot" in P.dev; did you mean "port"?',
      ],
    ],
    [
      "a field that another one asks for",
      { properties: { a: {}, b: {} }, dependentRequired: { a: ["b"] } },
      { a: 1 },
      ["P.b is required when P.a is set"],
    ],
    [
      "a condition",
      {
        properties: { m: {}, c: {} },
        if: { properties: { m: { const: 1 } }, required: ["m"] },
        then: { required: ["c"] },
      },
      { m: 1 },
      ["P.c is required"],
    ],
    [
      "a field of the other side of a condition",
      { properties: { m: {} }, if: { required: ["m"] }, then: { properties: { c: {} } } },
      { c: 1 },
      ["P.c is not allowed together with the other settings"],
    ],
    [
      "an unknown field beside parts",
      { properties: { a: {} }, allOf: [{ properties: { b: { type: "string" } } }] },
      { a: 1, bb: 1 },
      ['unknown field "bb" in P; did you mean "b"?'],
    ],
    [
      "a mistake in a part, and no consequences",
      { properties: { a: {} }, allOf: [{ properties: { b: { type: "string" }, c: {} } }] },
      { b: 1, c: 1 },
      ['P.b must be a string, got a number (write it in quotes: "1")'],
    ],
    [
      "a field that two parts ask for, once",
      { allOf: [{ required: ["a"] }, { required: ["a"] }], properties: { a: {} } },
      {},
      ["P.a is required"],
    ],
    [
      "several conditions on one value, once",
      { properties: { a: { type: "string", allOf: [{ type: "string" }], minLength: 2 } } },
      { a: 1 },
      ['P.a must be a string, got a number (write it in quotes: "1")'],
    ],
    [
      "the names of objects",
      { properties: { constructor: { type: "string" } }, required: ["constructor", "toString"] },
      { hasOwnProperty: 1 },
      [
        "P.constructor is required",
        "P.toString is required",
        'unknown field "hasOwnProperty" in P (allowed fields: constructor)',
      ],
    ],
  ])("%s", async (_what, schema, value, expected) => {
    expect((await words(schema, value)).sort()).toEqual([...expected].sort());
  });

  it("that another provider has", async () => {
    const context: IssueContext = {
      at: ["databases", "main", "migrations"],
      provider: "raw",
      fieldOwner: (name) => (name === "revision_dir" ? "alembic" : undefined),
    };
    expect(
      await issuesOf(dev, { dev: { command: [], revision_dir: 1 }, revision_dir: "x" }, context),
    ).toMatchObject([
      {
        message: 'unknown field "revision_dir" in databases.main.migrations.dev',
        hint: "allowed fields: command, workdir, port",
      },
      {
        message: 'unknown field "revision_dir" in databases.main.migrations',
        hint: '"revision_dir" is a setting of alembic, not of raw',
      },
    ]);
  });
});

describe("places", () => {
  it("are the value, the key of what is unknown, or the key of what should hold the missing", async () => {
    const issues = await issuesOf(dev, { dev: { port: "x", wrokdir: 1 }, schema_path: null });
    expect(issues.map(({ path, target, code }) => [path.join("."), target, code])).toEqual(
      expect.arrayContaining([
        ["dev", "key", "invalid-config"],
        ["dev.port", "value", "invalid-config"],
        ["dev.wrokdir", "key", "unknown-field"],
        // Of an empty value there is only the key to point at.
        ["schema_path", "key", "invalid-config"],
      ]),
    );
    expect(issues).toHaveLength(4);
  });

  it("carry the text to put there instead, where there is one candidate", async () => {
    const schema = field({ enum: ["alpha", "beta"] });
    expect(await issuesOf(schema, { x: "alhpa" })).toMatchObject([{ replacement: "alpha" }]);
    expect(await issuesOf(dev, { dev: { comand: [] } })).toMatchObject([
      { replacement: "command", path: ["dev", "comand"] },
    ]);
    expect((await issuesOf(schema, { x: "zzzzz" }))[0]).not.toHaveProperty("replacement");
  });

  it("of a value that is no part of a document have its title", async () => {
    const said = async (title?: string) =>
      issuesOf({ ...dev }, { zzzz: 1 }, { at: [], ...(title ? { title } : {}) });
    expect((await said()).map(({ message }) => message)).toEqual([
      "dev is required",
      'unknown field "zzzz" in the config',
    ]);
    expect((await said("the document")).at(-1)?.message).toBe('unknown field "zzzz" in the document');
    expect(await issuesOf(dev, 1, { at: [] })).toMatchObject([
      { message: "the config must be a mapping, got a number" },
    ]);
  });

  it("stay on one line whatever the names are", async () => {
    const name = "a\nb\u2028\u001b[31m\u202e";
    const messages = (await issuesOf({ properties: { ok: {} } }, { [name]: 1 })).map(
      ({ message }) => message,
    );
    expect(messages).toEqual(['unknown field "a\\nb\\u2028\\u001b[31m\\u202e" in backend.providers.generic']);
    const nested = await issuesOf({ additionalProperties: { type: "string" } }, { [name]: 1 });
    for (const character of ["\n", "\u2028", "\u001b", "\u202e"])
      expect(nested[0]?.message).not.toContain(character);
  });
});
