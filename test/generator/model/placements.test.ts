import { describe, expect, it } from "vitest";
import { diagnose, load, withKind } from "./support.js";

const kinds = (...configs: string[]): string =>
  `version: 1\nkinds:\n${configs.map((config, index) => `  k${index}: {contract: ./src/contract.ts#Contract, config: ${config}}\n`).join("")}`;

describe("the place of a kind", () => {
  it.each<[string, string, string[]]>([
    [
      "map in the inline form",
      withKind("config: {at: a, form: inline, map: providers}"),
      [
        "5:35 manifest-map-inline: map belongs to the keyed form; in the inline form a provider's fields stand beside the selector (remove map, or write form: keyed)",
      ],
    ],
    [
      "one name for selector and map",
      kinds("{at: a, form: keyed, selector: x, map: x}", "{at: b, form: keyed, selector: providers}"),
      [
        '3:93 manifest-selector-clash: selector and map are both called "x"',
        '4:85 manifest-selector-clash: selector and map are both called "providers"',
      ],
    ],
    [
      "a subject, where the place itself is misspelt",
      kinds("{at: a..b, form: inline, subject: database}"),
      [
        "3:59 manifest-invalid: kinds.k0.config.at must be a dotted path of field names, such as databases.*.migrations",
      ],
    ],
    [
      "a subject without *",
      kinds("{at: a, form: inline, subject: database}"),
      ["3:76 manifest-subject: subject says what the key at * names, but there is no * in at"],
    ],
    [
      "two kinds at the same place",
      kinds(
        "{at: databases.*.x, form: inline}",
        "{at: databases.main.x, form: inline}",
        "{at: other, form: inline}",
      ),
      ['4:59 manifest-place-taken: databases.main.x is also the place of kind "k0", databases.*.x'],
    ],
    [
      "a kind inside another, in either order",
      kinds(
        "{at: a, form: inline}",
        "{at: a.b, form: inline}",
        "{at: c.d, form: keyed}",
        "{at: c, form: keyed}",
      ),
      [
        '4:59 manifest-place-taken: a.b lies inside the place of kind "k0", a',
        '6:59 manifest-place-taken: c holds the place of kind "k2", c.d',
      ],
    ],
  ])("is reported: %s", async (_, manifest, expected) => {
    expect(await diagnose(manifest)).toEqual(expected);
  });

  it("may be given in short", async () => {
    const { model } = await load(
      kinds("{at: a, form: keyed}", "{at: b.*, form: inline, selector: engine, subject: database}"),
    );
    expect(model?.kinds.map(({ config }) => config)).toEqual([
      { at: ["a"], form: "keyed", selector: "provider", map: "providers" },
      { at: ["b", "*"], form: "inline", selector: "engine", subject: "database" },
    ]);
  });
});

describe("fields of one object", () => {
  const inline = "config: {at: a, form: inline, selector: engine, shared: ./shared.yaml}";
  const keyed = "config: {at: a, form: keyed, shared: ./shared.yaml}";
  const one = "one: {module: ./src/one.ts, schema: ./one.yaml}";

  it.each<[string, string, { [file: string]: string }, string[]]>([
    [
      "shared fields with the names of selector and map",
      withKind(keyed, one),
      {
        "shared.yaml": "properties: {provider: {}, x: {}}\nallOf: [{properties: {providers: {}}}]\n",
        "one.yaml": "properties: {provider: {}, x: {}}\n",
      },
      [
        'shared.yaml:1:14 manifest-selector-clash: the field "provider" has the name of the kind\'s selector (rename the field, or the selector in the manifest)',
        'shared.yaml:2:23 manifest-selector-clash: the field "providers" has the name of the kind\'s map (rename the field, or the map in the manifest)',
      ],
    ],
    [
      "a provider's own fields in the inline form",
      withKind(inline, one),
      {
        "shared.yaml": "properties: {path: {}}\n",
        "one.yaml":
          "properties: {engine: {}, a: {}}\nthen: {$ref: '#/$defs/more'}\n$defs: {more: {properties: {path: {}}}}\n",
      },
      [
        'one.yaml:1:14 manifest-selector-clash: the field "engine" has the name of the kind\'s selector (rename the field, or the selector in the manifest)',
        'one.yaml:3:29 manifest-field-clash: the field "path" is a shared field of kind "storage", too (declare it in one of the two schemas only)',
      ],
    ],
    [
      "what is merged into an object but is none",
      withKind(inline, one),
      { "shared.yaml": "type: [object, 'null']\n", "one.yaml": "type: string\n" },
      [
        "one.yaml:1:7 manifest-schema-not-object: the schema of a provider of an inline kind must have the type object",
        "shared.yaml:1:7 manifest-schema-not-object: the schema of shared fields must have the type object",
      ],
    ],
  ])("are reported: %s", async (_, manifest, files, expected) => {
    expect(await diagnose(manifest, files)).toEqual(expected);
  });

  it("are composed in the inline form: selector first, then shared, then own", async () => {
    const { model } = await load(withKind(inline, one), {
      "shared.yaml": "type: object\nrequired: [path]\nproperties: {path: {type: string}}\n",
      "one.yaml": "type: object\nproperties: {zone: {type: string}, age: {type: number}}\n",
    });
    const provider = model?.kinds[0]?.providers[0];
    const schema = provider?.configSchema as { properties: object } | undefined;
    expect(provider?.commonFields).toEqual(["engine", "path"]);
    expect(Object.keys(schema?.properties ?? {})).toEqual(["engine", "path", "age", "zone"]);
    expect(provider?.configSchema).toMatchObject({
      properties: { engine: { const: "one" } },
      required: ["engine", "path"],
      additionalProperties: false,
    });
  });
});

describe("the document's own schema", () => {
  const manifest = (at: string): string =>
    `${withKind(`config: {at: ${at}, form: inline}`)}document: {title: T, files: [t.yml], schema: ./document.yaml}\n`;

  it.each<[string, string, string, string[]]>([
    [
      "describes the place itself",
      "backend",
      "properties:\n  backend: {type: object, properties: {x: {}}}\n",
      [
        "5:18 manifest-place-collision: kind \"storage\" cannot stand at backend: the document's schema describes this field itself (remove the field from the document's schema; fields beside the selector go into the kind's shared schema)",
      ],
    ],
    [
      "has something else than an object there",
      "databases.*.migrations",
      "properties: {databases: {additionalProperties: {$ref: '#/$defs/db'}}}\n$defs: {db: {properties: {migrations: {type: string}}}}\n",
      [
        expect.stringMatching(
          /^5:18 manifest-place-collision: .* describes this field itself/,
        ) as unknown as string,
      ],
    ],
    [
      "has something else than an object on the way",
      "a.b.c",
      "properties: {a: {properties: {b: {type: array}}}}\n",
      [
        expect.stringMatching(
          /^5:18 manifest-place-collision: kind "storage" cannot stand at a.b.c: the document's schema says that a.b is not an object/,
        ) as unknown as string,
      ],
    ],
    [
      "describes the way inside allOf",
      "a.b",
      "allOf: [{properties: {a: {properties: {x: {}}}}}]\n",
      [
        expect.stringMatching(
          /^5:18 manifest-place-collision: .* describes a inside allOf/,
        ) as unknown as string,
      ],
    ],
    [
      "is of another type",
      "a",
      "type: array\n",
      ["document.yaml:1:7 manifest-schema-not-object: the schema of the document must have the type object"],
    ],
  ])("leaves no room: %s", async (_, at, schema, expected) => {
    expect(await diagnose(manifest(at), { "document.yaml": schema })).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ["nothing there", "a.b.c", "properties: {x: {}}\n"],
    [
      "an open object",
      "a",
      "properties: {a: {type: object, description: The a., additionalProperties: true}}\nrequired: [a]\n",
    ],
    [
      "a condition that speaks of it",
      "a",
      "if: {properties: {a: {required: [x]}}}\nthen: {required: [b]}\nproperties: {b: {}}\n",
    ],
  ])("leaves room: %s", async (_, at, schema) => {
    expect(await diagnose(manifest(at), { "document.yaml": schema })).toEqual([]);
  });

  it("is without the kinds' places in the model, also where they are shared", async () => {
    const { model } = await load(manifest("databases.*.migrations"), {
      "document.yaml":
        "type: object\nrequired: [databases]\nproperties:\n  databases: {type: object, additionalProperties: {$ref: '#/$defs/db'}}\n  other: {$ref: '#/$defs/db'}\n$defs:\n  db: {type: object, properties: {migrations: {type: object}, url: {}}}\n",
    });
    const closed = { type: "object", additionalProperties: false };
    const db = { ...closed, properties: { migrations: { type: "object" }, url: {} } };
    expect(model?.document?.schema).toEqual({
      ...closed,
      required: ["databases"],
      properties: {
        databases: { type: "object", additionalProperties: { ...closed, properties: { url: {} } } },
        other: { $ref: "#/$defs/db" },
      },
      $defs: { db },
    });
  });

  it("is empty when the manifest has none", async () => {
    const { model } = await load(
      "version: 1\nkinds: {}\ndocument: {title: My app's config!, files: [b.yml, a.yml]}\n",
    );
    expect(model?.document).toEqual({
      title: "My app's config!",
      files: ["b.yml", "a.yml"],
      typeName: "MyAppSConfig",
      schema: { type: "object", properties: {}, additionalProperties: false },
    });
  });
});

describe("capabilities", () => {
  const schema = "capabilities: ./capabilities.yaml";
  const files = {
    "capabilities.yaml":
      "type: object\nrequired: [down]\nproperties: {down: {type: boolean}, engines: {type: array, items: {enum: [postgres, sqlite]}}}\n",
  };

  it("follow the kind's schema", async () => {
    const providers =
      "one: {module: ./src/one.ts, capabilities: {down: 1, engines: [postgres, sqlit], extra: 1}}\ntwo: {module: ./src/two.ts}\nthree: {module: ./src/two.ts, capabilities: {down: true}}";
    expect(await diagnose(withKind(schema, providers), files)).toEqual([
      '7:56 manifest-capabilities-invalid: provider "one": capabilities.down must be true or false, got a number',
      '7:79 manifest-capabilities-invalid: provider "one": capabilities.engines[1] must be one of: postgres, sqlite (did you mean "sqlite"?)',
      '7:87 manifest-capabilities-invalid: provider "one": unknown field "extra" in capabilities (allowed fields: down, engines)',
      '8:7 manifest-capabilities-invalid: provider "two": capabilities.down is required',
    ]);
  });

  it("are anything where the kind has no schema", async () => {
    const { model } = await load(
      withKind("", "one: {module: ./src/one.ts, capabilities: {z: [{b: 1, a: 2}], a: null}}"),
    );
    expect(JSON.stringify(model?.kinds[0]?.providers[0]?.capabilities)).toBe(
      '{"a":null,"z":[{"a":2,"b":1}]}',
    );
  });

  it("are finite: JSON has no other numbers", async () => {
    expect(await diagnose(withKind("", "one: {module: ./src/one.ts, capabilities: {z: [.inf]}}"))).toEqual([
      "6:54 manifest-number: .inf and .nan cannot be written as JSON",
    ]);
  });
});
