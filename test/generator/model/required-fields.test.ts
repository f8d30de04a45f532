import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusedRequirements } from "../../../generator/schema/refused-requirements.js";
import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { evaluateSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { closeObjects } from "../../../src/validation/schemas/close-objects.js";
import { diagnoseSchema } from "../schema/support.js";
import { diagnose, withKind } from "./support.js";

const told = (place: string, name: string, hint: string): string =>
  `${place} manifest-required-unknown: the field "${name}" is required, but the object has no such field (${hint})`;
const add = "add it to properties, or remove it here";

describe("a required field that the object does not have", () => {
  it.each<[string, string, string[]]>([
    [
      "of the config",
      "type: object\nproperties: {url: {type: string}, port: {}}\nrequired: [port, ulr]\n",
      [told("schema.yaml:3:18", "ulr", 'did you mean "url"?')],
    ],
    [
      "without a type, and without a name that is near",
      "properties: {url: {}}\nrequired: [token]\n",
      [told("schema.yaml:2:12", "token", add)],
    ],
    [
      "of objects deeper down",
      "properties: {servers: {items: {$ref: '#/$defs/server'}}}\n$defs:\n  server: {properties: {host: {}}, required: [hots]}\n",
      [told("schema.yaml:3:47", "hots", 'did you mean "host"?')],
    ],
    [
      "of an object inside of a branch",
      "oneOf:\n  - {properties: {a: {properties: {b: {}}, required: [cdef]}}}\n  - {properties: {d: {}}}\n",
      [told("schema.yaml:2:55", "cdef", add)],
    ],
    [
      "where parts have fields, too",
      "properties: {a: {}}\nallOf: [{properties: {b: {}}, required: [x]}, {$ref: '#/$defs/c'}]\n$defs: {c: {properties: {c: {}}, required: [y]}}\n",
      [told("schema.yaml:2:42", "x", add), told("schema.yaml:3:45", "y", add)],
    ],
    [
      "of a part that admits only its own fields",
      "properties: {a: {}}\nrequired: [a]\nallOf: [{properties: {b: {}}, additionalProperties: false}]\n",
      [told("schema.yaml:2:12", "a", 'did you mean "b"?')],
    ],
    [
      "of a definition that is used open and closed",
      "properties: {one: {$ref: '#/$defs/a'}, two: {allOf: [{$ref: '#/$defs/a'}], properties: {y: {}}}}\n$defs: {a: {properties: {x: {}}, required: [y]}}\n",
      [told("schema.yaml:2:45", "y", 'did you mean "x"?')],
    ],
  ])("is an error: %s", async (_, schema, expected) => {
    expect(await diagnoseSchema(schema)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["an open object", "{properties: {a: {}}, required: [b], additionalProperties: true}"],
    [
      "an object with described further fields",
      "{properties: {a: {}}, required: [b], additionalProperties: {}}",
    ],
    ["an object without a list of fields", "{type: object, required: [b]}"],
    [
      "a branch that takes any field",
      "{properties: {a: {}}, required: [b], unevaluatedProperties: false, anyOf: [{additionalProperties: true}]}",
    ],
    ["a pattern", "{properties: {a: {}}, patternProperties: {^b: {}}, required: [b1]}"],
    ["a part of allOf", "{properties: {a: {}}, required: [b], allOf: [{properties: {b: {}}}]}"],
    ["a reference", "{required: [b], allOf: [{$ref: '#/$defs/b'}], $defs: {b: {properties: {b: {}}}}}"],
    ["the parent", "{properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}"],
    [
      "a branch",
      "{properties: {a: {}}, required: [b], anyOf: [{properties: {b: {}}}, {properties: {c: {}}}]}",
    ],
    ["a condition", "{properties: {a: {}}, required: [b], if: {required: [a]}, then: {properties: {b: {}}}}"],
    [
      "the rule of another field",
      "{properties: {a: {}}, required: [b], dependentSchemas: {b: {properties: {b: {}}}}}",
    ],
  ])("is none where it may come from: %s", async (_, schema) => {
    expect(await diagnoseSchema(`${schema}\n`)).toEqual([]);
  });

  it.each<[string, string]>([
    ["not", "{properties: {a: {}}, not: {required: [b]}}"],
    ["a question", "{properties: {a: {}}, if: {properties: {c: {}}, required: [b]}, else: {required: [a]}}"],
    ["contains", "{properties: {a: {contains: {properties: {c: {}}, required: [b]}}}}"],
    [
      "a branch that nothing fits",
      "{properties: {a: {}}, if: {required: [a]}, then: true, else: {required: [b]}}",
    ],
    ["another branch fits", "{oneOf: [{properties: {a: {}}, required: [b]}, {properties: {c: {}}}]}"],
    ["a text fits", "{properties: {a: {type: [object, string], properties: {b: {}}, required: [c]}}}"],
  ])("is none where it need not be there: %s", async (_, schema) => {
    expect(await diagnoseSchema(`${schema}\n`)).toEqual([]);
  });
});

const inline = "config: {at: storage, form: inline, selector: engine, shared: ./shared.yaml}";
const keyed = "config: {at: storage, form: keyed, selector: use, map: by, shared: ./shared.yaml}";
const providers =
  "one: {module: ./src/one.ts, schema: ./one.yaml}\ntwo: {module: ./src/two.ts, schema: ./two.yaml}";
const document = "version: 1\ndocument: {title: Shop, files: [shop.yml], schema: ./document.yaml}\n";
const project = (config: string): string => withKind(config, providers).replace("version: 1\n", document);

const fits = {
  "document.yaml": "type: object\nproperties: {name: {}}\nrequired: [name, $schema, storage]\n",
  "shared.yaml": "type: object\nproperties: {url: {}}\nrequired: [url]\n",
  "one.yaml": "type: object\nproperties: {a: {}}\nrequired: [a]\n",
  "two.yaml": "type: object\nproperties: {b: {}}\n",
};

describe("a required field in a manifest with a document", () => {
  it("may be the place of a kind, the selector or the map", async () => {
    const shared = "type: object\nproperties: {url: {}}\nrequired: [use, by, url]\n";
    expect(await diagnose(project(keyed), { ...fits, "shared.yaml": shared })).toEqual([]);
    const deep = project(keyed.replace("at: storage", "at: stores.*.storage"));
    const way =
      "type: object\nproperties: {stores: {type: object, properties: {main: {type: object, properties: {x: {}}, required: [storage]}}, required: [main]}}\n";
    expect(await diagnose(deep, { ...fits, "document.yaml": way })).toEqual([]);
  });

  it("may be any field of the one object of the inline form", async () => {
    const files = {
      ...fits,
      "one.yaml": "type: object\nproperties: {a: {}}\nrequired: [engine, url, a]\n",
      "shared.yaml": "type: object\nproperties: {url: {}}\nrequired: [engine, a]\n",
      "two.yaml": "type: object\nproperties: {a: {}}\nadditionalProperties: false\n",
    };
    expect(await diagnose(project(inline), files)).toEqual([]);
  });

  it("is not looked for beside what cannot be read", async () => {
    const codes = async (manifest: string, files: { readonly [path: string]: string }): Promise<string[]> =>
      (await diagnose(manifest, files)).map((line) => line.split(" ")[1] ?? "");
    const files = { ...fits, "one.yaml": "type: object\nproperties: {a: {}}\nrequired: [url]\n" };
    expect(await codes(project(inline), { ...files, "shared.yaml": "[" })).toEqual(["syntax:"]);
    const broken = {
      ...fits,
      "shared.yaml": "type: object\nproperties: {url: {}}\nrequired: [b]\n",
      "two.yaml": "[",
    };
    expect(await codes(project(inline), { ...broken, "one.yaml": "properties: {b: {}}\n" })).toEqual([
      "syntax:",
    ]);
    for (const [right, wrong] of [
      ["at: storage", "at: [storage]"],
      ["selector: use", "selector: [use]"],
    ] as const) {
      const shared = "type: object\nproperties: {}\nrequired: [use]\n";
      const manifest = project(keyed.replace(right, wrong));
      expect(await codes(manifest, { ...fits, "shared.yaml": shared })).toEqual(["manifest-invalid:"]);
    }
  });

  it("is told once, in the file that requires it", async () => {
    const files = {
      "document.yaml": "type: object\nproperties: {name: {}}\nrequired: [nmae]\n",
      "shared.yaml": "type: object\nproperties: {url: {}}\nrequired: [ulr]\n",
      "one.yaml": "type: object\nproperties: {path: {}}\nrequired: [pth]\n",
      "two.yaml": fits["two.yaml"],
    };
    const expected = [
      told("document.yaml:3:12", "nmae", 'did you mean "name"?'),
      told("one.yaml:3:12", "pth", 'did you mean "path"?'),
      told("shared.yaml:3:12", "ulr", 'did you mean "url"?'),
    ];
    expect(await diagnose(project(inline), files)).toEqual(expected);
    expect(await diagnose(project(keyed), files)).toEqual(expected);
  });

  it("is not the field of another provider, or of the shared fields in the keyed form", async () => {
    const both = { ...fits, "shared.yaml": "type: object\nproperties: {url: {}}\nrequired: [a]\n" };
    expect(await diagnose(project(inline), both)).toEqual([
      told("shared.yaml:3:12", "a", 'did you mean "b"?'),
    ]);
    const own = { ...fits, "one.yaml": "type: object\nproperties: {a: {}}\nrequired: [url]\n" };
    expect(await diagnose(project(keyed), own)).toEqual([told("one.yaml:3:12", "url", add)]);
  });
});

describe("any schema", () => {
  const names = ["a", "b", "c"];
  const name = fc.constantFrom(...names);
  const { schema } = fc.letrec<{ schema: JsonSchemaObject; part: JsonSchema }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 2 },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 4, arbitrary: tie("schema") },
    ),
    schema: fc.record(
      {
        properties: fc.dictionary(name, fc.constant(true), { maxKeys: 2 }),
        required: fc.uniqueArray(name, { maxLength: 2 }),
        patternProperties: fc.constantFrom({ "^a": true }, { c: true }),
        additionalProperties: fc.boolean(),
        unevaluatedProperties: fc.boolean(),
        allOf: fc.array(tie("part"), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie("part"), { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(tie("part"), { minLength: 1, maxLength: 2 }),
        not: tie("part"),
        if: tie("part"),
        // biome-ignore lint/suspicious/noThenProperty: it is a keyword
        then: tie("part"),
        else: tie("part"),
        dependentSchemas: fc.dictionary(name, tie("part"), { maxKeys: 1 }),
        $ref: fc.constantFrom("#/$defs/one", "#/$defs/two"),
      },
      { requiredKeys: [] },
    ),
  }));
  const leaf = fc.record(
    {
      properties: fc.dictionary(name, fc.constant(true), { maxKeys: 2 }),
      required: fc.uniqueArray(name, { maxLength: 2 }),
      additionalProperties: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const objects = names.reduce<object[]>(
    (found, key) => found.flatMap((object) => [object, { ...object, [key]: 1 }]),
    [{}],
  );

  it("of which this is said fits no object", () => {
    let said = 0;
    fc.assert(
      fc.property(schema, leaf, leaf, (own, one, two) => {
        const whole: JsonSchema = { ...own, type: "object", $defs: { one, two } };
        const refused = refusedRequirements(whole, () => false);
        if (refused.length === 0) return;
        said++;
        const closed = closeObjects(whole);
        for (const object of objects) {
          expect(evaluateSchema(closed, closed, object).failures, JSON.stringify(object)).not.toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
    expect(said).toBeGreaterThan(30);
  });

  it("without composition that fits no object is one of which this is said", () => {
    fc.assert(
      fc.property(leaf, (own) => {
        const closed = closeObjects(own);
        const isPossible = objects.some(
          (object) => evaluateSchema(closed, closed, object).failures.length === 0,
        );
        expect(refusedRequirements(own, () => false).length === 0).toBe(isPossible);
      }),
      { numRuns: 200 },
    );
  });
});
