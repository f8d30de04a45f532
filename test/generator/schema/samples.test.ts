import { describe, expect, it } from "vitest";
import { diagnose, withKind } from "../model/support.js";
import { diagnoseSchema } from "./support.js";

describe("defaults and examples in a schema", () => {
  it("are valid", async () => {
    expect(
      await diagnoseSchema(`
type: object
default: {port: 1}
examples: [{port: 80, tags: [a]}]
properties:
  port: {type: integer, default: 8080, maximum: 65535}
  tags: {type: array, items: {$ref: '#/$defs/tag'}, default: []}
$defs: {tag: {type: string, minLength: 1, default: x}}
`),
    ).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      "a default of a wrong type",
      "properties:\n  port: {type: integer, default: '80'}\n",
      [
        "schema.yaml:2:34 manifest-default-invalid: default must be a whole number, got a string (write it without quotes: 80)",
      ],
    ],
    [
      "a field that the closed object does not have",
      "type: object\nproperties: {port: {}}\ndefault: {prot: 1}\nexamples: [{port: 1}, {x: 1}]\n",
      [
        'schema.yaml:3:11 manifest-default-invalid: unknown field "prot" in default; did you mean "port"?',
        'schema.yaml:4:24 manifest-default-invalid: unknown field "x" in examples[1] (allowed fields: port)',
      ],
    ],
    [
      "a value deep in an example",
      "type: object\nproperties: {servers: {type: array, items: {$ref: '#/$defs/server'}}}\nexamples: [{servers: [{host: a}, {host: 5}]}]\n$defs: {server: {type: object, properties: {host: {type: string}}}}\n",
      [
        'schema.yaml:3:41 manifest-default-invalid: examples[0].servers[1].host must be a string, got a number (write it in quotes: "5")',
      ],
    ],
    [
      "one mistake once, also in a union",
      "properties: {a: {oneOf: [{type: string}, {type: number}], default: [1]}}\n",
      ["schema.yaml:1:68 manifest-default-invalid: default must be a string or a number, got a list"],
    ],
    [
      "a default of a secret",
      "properties:\n  key: {type: string, x-secret: true, default: hunter2}\n",
      [
        "schema.yaml:2:39 manifest-secret-default: a field with x-secret must not have a default (use x-env to take it from the environment)",
      ],
    ],
    [
      "a secret inside the default of an object",
      "properties:\n  login: {$ref: '#/$defs/login'}\n$defs:\n  login: {type: object, default: {user: u, key: hunter2}, properties: {user: {}, key: {x-secret: true}}}\n",
      [
        "schema.yaml:4:25 manifest-secret-default: a field with x-secret must not have a default (use x-env to take it from the environment)",
      ],
    ],
  ])("are reported: %s", async (_, schema, expected) => {
    expect(await diagnoseSchema(schema)).toEqual(expected);
  });

  it("never show a secret", async () => {
    const found = await diagnoseSchema(
      "properties:\n  key: {type: string, x-secret: true, maxLength: 2, default: hunter2}\n  login: {type: object, default: {key: hunter2, x: 1}, properties: {key: {x-secret: true}}}\n",
    );
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain("hunter2");
  });

  it("are checked in every schema of the manifest", async () => {
    const bad = "{type: object, properties: {a: {type: string, default: 1}}}";
    const manifest = withKind(
      `capabilities: ${bad}\nconfig: {at: a, form: keyed, shared: ${bad}}`,
      `one: {module: ./src/one.ts, schema: ${bad}}`,
    );
    const found = await diagnose(
      `${manifest}document: {title: T, files: [a.yml], schema: {properties: {b: {type: string, default: 1}}}}\n`,
    );
    expect(found.map((line) => line.replace(/: .*/, ""))).toEqual([
      "5:74 manifest-default-invalid",
      "6:97 manifest-default-invalid",
      "8:98 manifest-default-invalid",
      "9:87 manifest-default-invalid",
    ]);
  });
});
