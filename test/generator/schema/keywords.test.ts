import { describe, expect, it } from "vitest";
import { load, withKind } from "../model/support.js";
import { configSchema, diagnoseSchema, manifest } from "./support.js";

describe("the keywords of a schema", () => {
  it.each<[string, string, string[]]>([
    [
      "unsupported ones",
      "type: object\ndescripton: x\nnullable: true\n$dynamicRef: '#a'\nproperties: {a: {exampels: 1, tsType: any, foo: 1}}\n",
      [
        'schema.yaml:2:1 manifest-schema-keyword: the keyword "descripton" is not supported (did you mean "description"?)',
        'schema.yaml:3:1 manifest-schema-keyword: the keyword "nullable" is not supported (use type: [string, "null"] or the like instead)',
        'schema.yaml:4:1 manifest-schema-keyword: the keyword "$dynamicRef" is not supported (use $ref instead)',
        'schema.yaml:5:18 manifest-schema-keyword: the keyword "exampels" is not supported (did you mean "examples"?)',
        'schema.yaml:5:31 manifest-schema-keyword: the keyword "tsType" is not supported (leave it out; types are made from the other keywords)',
        'schema.yaml:5:44 manifest-schema-keyword: the keyword "foo" is not supported (keywords of your own start with x-)',
      ],
    ],
    [
      "types",
      "properties:\n  a: {type: strng}\n  b: {type: [string, string]}\n  c: {type: 5}\n  d: {type: []}\n",
      [
        'schema.yaml:2:13 manifest-schema-invalid: "type" must be one of: array, boolean, integer, null, number, object, string, got "strng" (did you mean "string"?)',
        'schema.yaml:3:22 manifest-schema-invalid: "type" names the same type twice',
        'schema.yaml:4:13 manifest-schema-invalid: "type" must be one of: array, boolean, integer, null, number, object, string, got integer',
        'schema.yaml:5:13 manifest-schema-invalid: "type" must name a type',
      ],
    ],
    [
      "numbers and counts",
      "minLength: -1\nmaxItems: 1.5\nmultipleOf: 0\nminimum: '1'\nmaximum: .inf\nuniqueItems: 1\n",
      [
        'schema.yaml:1:12 manifest-schema-invalid: "minLength" must be a whole number, 0 or more',
        'schema.yaml:2:11 manifest-schema-invalid: "maxItems" must be a whole number, 0 or more',
        'schema.yaml:3:13 manifest-schema-invalid: "multipleOf" must be a number above 0',
        'schema.yaml:4:10 manifest-schema-invalid: "minimum" must be a number',
        "schema.yaml:5:10 manifest-number: .inf and .nan cannot be written as JSON",
        'schema.yaml:6:14 manifest-schema-invalid: "uniqueItems" must be true or false',
      ],
    ],
    [
      "lists",
      "required: [a, 1, a]\nenum: []\nallOf: []\nanyOf: [true, 1]\ndependentRequired: {a: [b, b]}\n",
      [
        'schema.yaml:1:15 manifest-schema-invalid: "required" must hold strings only',
        'schema.yaml:1:18 manifest-schema-invalid: "required" lists the same name twice',
        'schema.yaml:2:7 manifest-schema-invalid: "enum" must be a list with at least one value',
        'schema.yaml:3:8 manifest-schema-invalid: "allOf" must be a list of schemas, with at least one',
        'schema.yaml:4:15 manifest-schema-invalid: "anyOf" must hold schemas only',
        'schema.yaml:5:28 manifest-schema-invalid: "dependentRequired" lists the same name twice',
      ],
    ],
    [
      "schemas inside",
      "items: [{}]\nproperties: {a: string}\nnot: x\n",
      [
        'schema.yaml:1:8 manifest-schema-invalid: "items" must be a schema: a mapping, true or false',
        'schema.yaml:2:17 manifest-schema-invalid: "properties" must hold schemas only: a mapping, true or false',
        'schema.yaml:3:6 manifest-schema-invalid: "not" must be a schema: a mapping, true or false',
      ],
    ],
    [
      "regular expressions",
      "pattern: '('\npatternProperties: {'[': {}}\nproperties: {a: {pattern: '\\_'}}\n",
      [
        'schema.yaml:1:10 manifest-schema-pattern: "(" is not a regular expression: Unterminated group (patterns are JavaScript regular expressions in Unicode mode)',
        'schema.yaml:2:21 manifest-schema-pattern: "[" is not a regular expression: Unterminated character class (patterns are JavaScript regular expressions in Unicode mode)',
        'schema.yaml:3:27 manifest-schema-pattern: "\\\\_" is not a regular expression: Invalid escape (patterns are JavaScript regular expressions in Unicode mode)',
      ],
    ],
    [
      "formats, dialects, anchors and variables",
      "$schema: http://json-schema.org/draft-04/schema#\nformat: emial\nproperties: {a: {format: made-up, $anchor: '#x', x-env: 'A B', x-secret: yes}}\n",
      [
        'schema.yaml:1:10 manifest-schema-dialect: "$schema" must name a JSON Schema dialect that is supported (use https://json-schema.org/draft/2020-12/schema, or leave it out)',
        'schema.yaml:2:9 manifest-schema-format: unknown format "emial" (did you mean "email"?)',
        expect.stringMatching(
          /^schema.yaml:3:26 manifest-schema-format: unknown format "made-up" \(known formats: date, /,
        ) as unknown as string,
        'schema.yaml:3:44 manifest-schema-invalid: "$anchor" must be a name of letters, digits, _, . and -',
        'schema.yaml:3:57 manifest-schema-invalid: "x-env" must be the name of an environment variable',
        'schema.yaml:3:74 manifest-schema-invalid: "x-secret" must be true or false',
      ],
    ],
  ])("are checked: %s", async (_, schema, expected) => {
    expect(await diagnoseSchema(schema)).toEqual(expected);
  });

  it("may be any of 2020-12, of provc and of editors", async () => {
    const schema = await configSchema(`
$schema: https://json-schema.org/draft/2020-12/schema
$comment: notes
type: object
properties:
  a: {type: string, format: uri, x-secret: true, x-env: A, markdownDescription: '**a**', patternErrorMessage: no, pattern: '^\\p{L}'}
  b: {enum: [x, y], enumDescriptions: [X, Y], defaultSnippets: [{label: l}], deprecationMessage: old, deprecated: true}
  c: {prefixItems: [{}], items: false, contains: {}, minContains: 1, unevaluatedItems: false}
  d: {contentEncoding: base64, contentMediaType: text/plain, contentSchema: {}, readOnly: true, x-own: {z: 1, y: 2}}
propertyNames: {maxLength: 9}
dependentSchemas: {a: {required: [b]}}
if: {required: [a]}
then: true
`);
    expect(schema).toMatchObject({
      propertyNames: { maxLength: 9 },
      properties: { d: { "x-own": { y: 2, z: 1 } } },
    });
    expect(JSON.stringify(schema)).not.toMatch(/\$schema|\$comment/);
  });

  it("are looked at where schemas stand only", async () => {
    expect(
      await diagnoseSchema(
        "default: {type: nonsense, $ref: nowhere}\nconst: {minLength: -1}\nenum: [{pattern: '('}]\n",
      ),
    ).toEqual(['schema.yaml:1:10 manifest-default-invalid: default must be {"pattern":"("}']);
  });

  it("point at the schema file, and from there to the manifest", async () => {
    const { diagnostics } = await load(manifest, { "schema.yaml": "minLength: x\n" });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        file: "schema.yaml",
        path: "/minLength",
        kind: "storage",
        provider: "one",
        related: [
          expect.objectContaining({
            file: "providers.manifest.yaml",
            line: 6,
            column: 43,
            message: 'the schema of provider "one"',
          }),
        ],
      }),
    ]);
  });
});

it("a fault in a schema that many providers share is reported once, with those who use it", async () => {
  const providers = Array.from(
    { length: 7 },
    (_, index) => `p${index}: {module: ./src/one.ts, schema: ./schema.yaml}`,
  );
  const { diagnostics } = await load(withKind("", providers.join("\n")), { "schema.yaml": "minLength: x\n" });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.related?.map(({ line, message }) => `${line} ${message}`)).toEqual(
    [0, 1, 2, 3, 4].map((index) => `${index + 6} the schema of provider "p${index}"`),
  );
});

describe("a schema file", () => {
  it.each<[string, string, string[]]>([
    [
      "with a syntax error",
      "a: [\n",
      [expect.stringMatching(/^schema.yaml:\d+:\d+ syntax: /) as unknown as string],
    ],
    [
      "without a schema",
      "- 1\n",
      [
        '6:43 manifest-schema-invalid: the schema "./schema.yaml" of provider "one" is not a schema: the file does not hold a mapping',
      ],
    ],
    [
      "that is empty",
      "",
      [
        '6:43 manifest-schema-invalid: the schema "./schema.yaml" of provider "one" is not a schema: the file does not hold a mapping',
      ],
    ],
  ])("is reported: %s", async (_, schema, expected) => {
    expect(await diagnoseSchema(schema)).toEqual(expected);
  });

  it("is refused when it is larger than 8 MiB", async () => {
    expect(await diagnoseSchema(`# ${"x".repeat(8 * 1024 * 1024)}\n{}`)).toEqual([
      '6:43 manifest-schema-unreadable: the schema "./schema.yaml" of provider "one" is larger than 8 MiB',
    ]);
  });

  it("may be JSON, and may be nested", async () => {
    const deep = (levels: number): string => `${'{"items":'.repeat(levels)}true${"}".repeat(levels)}`;
    expect(await diagnoseSchema("$ref: x.json\n", { "x.json": deep(200) })).toEqual([]);
    expect(await diagnoseSchema("$ref: x.json\n", { "x.json": deep(10_000) })).toEqual([
      expect.stringMatching(/^x.json:1:\d+ syntax: /),
    ]);
  });

  it("is refused when its aliases stand for too much", async () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    }
    expect(await diagnoseSchema(lines.join("\n"))).toEqual([
      expect.stringMatching(/^schema.yaml:\d+:\d+ syntax: aliases/),
    ]);
  });
});
