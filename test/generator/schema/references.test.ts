import { describe, expect, it } from "vitest";
import { load, withKind } from "../model/support.js";
import { configSchema, diagnoseSchema, manifest } from "./support.js";

describe("a $ref", () => {
  it.each<[string, string, string[]]>([
    [
      "to a remote schema",
      "properties: {a: {$ref: 'https://example.com/a.json'}, b: {$ref: '//example.com/b'}, c: {$ref: 'file:///etc/x.json'}}\n",
      [
        'schema.yaml:1:24 manifest-remote-ref: remote $ref "https://example.com/a.json" is not supported (copy the schema into the project)',
        'schema.yaml:1:65 manifest-remote-ref: remote $ref "//example.com/b" is not supported (copy the schema into the project)',
        'schema.yaml:1:95 manifest-remote-ref: remote $ref "file:///etc/x.json" is not supported (copy the schema into the project)',
      ],
    ],
    [
      "that leads nowhere",
      "$defs: {retry: {$anchor: again}}\nproperties: {a: {$ref: '#/$defs/retri'}, b: {$ref: '#agian'}, c: {$ref: '#/x/y'}, d: {$ref: '#/%zz'}, e: {$ref: none.yaml}}\n",
      [
        'schema.yaml:2:24 manifest-ref-not-found: $ref "#/$defs/retri" leads nowhere: there is no "retri" (did you mean "retry"?)',
        'schema.yaml:2:52 manifest-ref-not-found: $ref "#agian" leads nowhere: there is no $anchor "agian" (did you mean "again"?)',
        'schema.yaml:2:73 manifest-ref-not-found: $ref "#/x/y" leads nowhere: there is no "x"',
        'schema.yaml:2:93 manifest-ref-not-found: $ref "#/%zz" leads nowhere: it is not percent-encoded correctly',
        'schema.yaml:2:113 manifest-ref-not-found: the file of $ref "none.yaml" does not exist (did you mean "./one.yaml"?)',
      ],
    ],
    [
      "to what is no schema",
      "properties: {a: {$ref: '#/required'}, b: {$ref: ./list.yaml}}\nrequired: [x]\n",
      [
        'schema.yaml:1:24 manifest-ref-not-found: $ref "#/required" leads nowhere: what it leads to is not a schema',
        'schema.yaml:1:49 manifest-ref-not-found: $ref "./list.yaml" leads nowhere: what it leads to is not a schema',
      ],
    ],
    [
      "to a file that leaves the project, is written in other case, or is absolute",
      "properties: {a: {$ref: ../x.yaml}, b: {$ref: One.yaml}, c: {$ref: /x.yaml}, d: {$ref: out.yaml}, e: {$ref: src}}\n",
      [
        'schema.yaml:1:24 manifest-path-outside: the file of $ref "../x.yaml" leaves the project (the project is the nearest folder upward with a package.json)',
        'schema.yaml:1:46 manifest-path-case: the file of $ref "One.yaml" has other upper and lower case letters on disk (did you mean "./one.yaml"?)',
        'schema.yaml:1:67 manifest-path-invalid: the file of $ref "/x.yaml" is absolute (give a path relative to the file that it stands in, such as ./src/provider.ts)',
        'schema.yaml:1:87 manifest-path-outside: the file of $ref "out.yaml" leaves the project through a symbolic link (the project is the nearest folder upward with a package.json)',
        'schema.yaml:1:108 manifest-ref-not-found: the file of $ref "src" is a folder',
      ],
    ],
    [
      "that goes round in a circle without a step into the value",
      "properties: {a: {$ref: '#/$defs/a'}}\n$defs:\n  a: {allOf: [{$ref: '#/$defs/b'}]}\n  b: {$ref: '#/$defs/a'}\n",
      ["schema.yaml:4:13 manifest-ref-circle: this $ref leads back to itself without a step into the value"],
    ],
    [
      "to itself",
      "$ref: '#'\n",
      ["schema.yaml:1:7 manifest-ref-circle: this $ref leads back to itself without a step into the value"],
    ],
  ])("is reported: %s", async (_, schema, expected) => {
    const files = { "one.yaml": "{}", "list.yaml": "[]" };
    expect(await diagnoseSchema(schema, files, { "out.yaml": "/outside/x.yaml" })).toEqual(expected);
  });

  it("is reported in the file that it stands in", async () => {
    const { diagnostics } = await load(manifest, {
      "schema.yaml": "properties: {a: {$ref: src/common.yaml#/$defs/a}}\n",
      "src/common.yaml": "$defs:\n  a: {properties: {b: {$ref: ../gone.yaml}}}\n",
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        file: "src/common.yaml",
        line: 2,
        column: 30,
        code: "manifest-ref-not-found",
        path: "/$defs/a/properties/b/$ref",
      }),
    ]);
  });

  it("chain is limited", async () => {
    const chain = (length: number): string =>
      `$ref: '#/$defs/d0'\n$defs:\n${Array.from({ length }, (_, index) => `  d${index}: {properties: {a: {$ref: '#/$defs/d${index + 1}'}}}\n`).join("")}  d${length}: {}\n`;
    expect(await diagnoseSchema(chain(90))).toEqual([]);
    expect(await diagnoseSchema(chain(2000))).toEqual([
      "schema.yaml:101:32 manifest-schema-invalid: more than 100 schemas lead to this $ref, one through another",
    ]);
  });
});

describe("a bundled schema", () => {
  it("is self-contained: files, fragments, anchors and identifiers become definitions", async () => {
    const schema = await configSchema(
      `
$id: https://acme.dev/config.json
type: object
properties:
  file: {$ref: ./common.yaml}
  fragment: {$ref: './common.yaml#/$defs/retry'}
  anchor: {$ref: '#named'}
  identifier: {$ref: https://acme.dev/config.json#/$defs/local}
  inner: {$ref: inner.json}
  encoded: {$ref: 'common.yaml#/$defs/odd%20~1name'}
  own: {$ref: '#/$defs/local'}
$defs:
  local: {$anchor: named, type: string}
  embedded:
    $id: inner.json
    $ref: '#/$defs/deep'
    $defs: {deep: {type: number}}
  unused: {type: 'null'}
`,
      {
        "common.yaml":
          "type: boolean\n$defs:\n  retry: {type: integer, title: Retry}\n  local: {type: array}\n  'odd /name': {$ref: '#/$defs/local'}\n",
      },
    );
    expect(schema).toEqual({
      type: "object",
      properties: {
        anchor: { $ref: "#/$defs/local" },
        encoded: { $ref: "#/$defs/odd-name" },
        file: { $ref: "#/$defs/common" },
        fragment: { $ref: "#/$defs/retry" },
        identifier: { $ref: "#/$defs/local" },
        inner: { $ref: "#/$defs/embedded" },
        own: { $ref: "#/$defs/local" },
      },
      additionalProperties: false,
      $defs: {
        common: { type: "boolean" },
        "common-local": { type: "array" },
        deep: { type: "number" },
        embedded: { $ref: "#/$defs/deep" },
        local: { type: "string" },
        "odd-name": { $ref: "#/$defs/common-local" },
        retry: { type: "integer", title: "Retry" },
      },
    });
  });

  it("finds what has a relative $id, before a file of that name", async () => {
    const schema = await configSchema(
      `
type: object
properties:
  address: {$ref: address.json}
  street: {$ref: /schemas/parts.json#street}
  number: {$ref: 'schemas/../parts.json#/$defs/number'}
  file: {$ref: ../project/file.yaml}
  whole: {$ref: schema.yaml}
$defs:
  address:
    $id: ./address.json
    properties: {parts: {$ref: 'parts.json#/$defs/number'}}
    additionalProperties: false
  parts:
    $id: parts.json
    $defs: {number: {type: integer}}
  others:
    $id: /schemas/
    $defs:
      parts: {$id: parts.json, $defs: {street: {$anchor: street, $ref: '../file.yaml'}}}
      file: {$id: ../file.yaml, type: boolean}
`,
      { "address.json": "{}", "file.yaml": "type: string\n" },
    );
    expect(schema).toMatchObject({
      properties: {
        address: { $ref: "#/$defs/address" },
        street: { $ref: "#/$defs/street" },
        number: { $ref: "#/$defs/number" },
        file: { $ref: "#/$defs/file-2" },
        whole: { $ref: "#/$defs/schema" },
      },
      $defs: {
        address: { properties: { parts: { $ref: "#/$defs/number" } } },
        number: { type: "integer" },
        street: { $ref: "#/$defs/file" },
        file: { type: "boolean" },
        "file-2": { type: "string" },
      },
    });
  });

  it("may be recursive, also as a whole and across files", async () => {
    const schema = await configSchema(
      "type: object\nproperties: {child: {$ref: '#'}, tree: {$ref: tree.yaml}}\n",
      {
        "tree.yaml": "type: array\nitems: {$ref: schema.yaml}\n",
      },
    );
    const whole = {
      type: "object",
      properties: { child: { $ref: "#/$defs/schema" }, tree: { $ref: "#/$defs/tree" } },
      additionalProperties: false,
    };
    expect(schema).toEqual({
      ...whole,
      $defs: { schema: whole, tree: { type: "array", items: { $ref: "#/$defs/schema" } } },
    });
  });

  it("is what it refers to when it is only a reference, with its own words kept", async () => {
    const files = {
      "a.yaml": "$ref: b.yaml#/$defs/b\n",
      "b.yaml": "$defs: {b: {type: object, title: B, properties: {x: {}}}}\n",
    };
    expect(await configSchema("$ref: a.yaml\ndescription: Mine.\n", files)).toEqual({
      title: "B",
      description: "Mine.",
      type: "object",
      properties: { x: {} },
      additionalProperties: false,
    });
  });

  it("names definitions after their files where two files define the same name, whatever the order", async () => {
    const files = {
      "a.yaml": "$defs: {retry: {type: string}}\n",
      "b/a.yaml": "$defs: {retry: {type: number}}\n",
      "c/a.yaml": "$defs: {retry: {type: boolean}}\n",
    };
    const refs = ["a.yaml", "b/a.yaml", "c/a.yaml"].map((file) => `{$ref: '${file}#/$defs/retry'}`);
    const [forward, backward] = await Promise.all([
      configSchema(`anyOf: [${refs.join(", ")}]\n`, files),
      configSchema(`anyOf: [${refs.reverse().join(", ")}]\n`, files),
    ]);
    const names = {
      retry: { type: "string" },
      "a-retry": { type: "number" },
      "a-retry-2": { type: "boolean" },
    };
    expect(forward).toMatchObject({ $defs: names });
    expect(backward).toMatchObject({ $defs: names });
  });

  it("of an inline schema refers to files beside the manifest", async () => {
    const inline = withKind(
      "",
      "one:\n  module: ./src/one.ts\n  schema: {type: object, properties: {a: {$ref: '#/$defs/x'}, b: {$ref: ./x.yaml}, c: {$ref: '#'}}, $defs: {x: {type: string}}}",
    );
    const { model } = await load(inline, { "x.yaml": "type: number\n" });
    expect(model?.kinds[0]?.providers[0]?.configSchema).toMatchObject({
      properties: { a: { $ref: "#/$defs/x" }, b: { $ref: "#/$defs/x-2" }, c: { $ref: "#/$defs/root" } },
      $defs: { x: { type: "string" }, "x-2": { type: "number" } },
    });
  });

  it("of an inline schema has its faults in the manifest", async () => {
    const inline = withKind(
      "",
      "one:\n  module: ./src/one.ts\n  schema: {properties: {a: {$ref: '#/$defs/x'}}}",
    );
    const { diagnostics } = await load(inline);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "manifest-ref-not-found",
        file: "providers.manifest.yaml",
        line: 8,
        column: 41,
        path: "/kinds/storage/providers/one/schema/properties/a/$ref",
        provider: "one",
      }),
    ]);
    expect(diagnostics[0]).not.toHaveProperty("related");
  });

  it("keeps fields called like parts of every object", async () => {
    const schema = await configSchema(
      'properties: {"__proto__": {type: string}, constructor: {type: number}}\n',
    );
    const properties = (schema as { properties: object }).properties;
    expect(Object.keys(properties)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
  });

  it("has its keys in an order of its own", async () => {
    const text = JSON.stringify(
      await configSchema(
        "required: [b]\nproperties: {b: {default: {z: 1, y: 2}}, a: {minLength: 1, type: string, description: d}}\ntype: object\ntitle: T\n",
      ),
    );
    expect(text).toBe(
      '{"title":"T","type":"object","required":["b"],"properties":{"a":{"description":"d","type":"string","minLength":1},"b":{"default":{"y":2,"z":1}}},"additionalProperties":false}',
    );
  });
});
