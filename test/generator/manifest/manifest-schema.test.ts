import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { manifestSchema } from "../../../generator/manifest/manifest-schema.js";
import { diagnose } from "../model/support.js";

const example = `
version: 1
document:
  title: Stagecraft configuration
  files: [stagecraft.yml, stagecraft.yaml, stagecraft.json]
  schema: {type: object, properties: {name: {type: string}}}
kinds:
  backend:
    title: Backend provider
    description: Runs a backend in development and builds its container image.
    noun: provider
    contract: ./src/contract.ts#BackendProvider
    config: {at: backend, form: keyed, selector: provider, map: providers, shared: {properties: {zone: {}}}}
    on-duplicate: error
    capabilities: {type: object}
    routing:
      auto:
        rules:
          - {when: {runtime: [node, wasm]}, use: isolate}
          - {when: {runtime: oci}, use: gvisor}
          - {use: microvm}
    providers:
      isolate: {module: ./src/one.ts}
      gvisor: {module: ./src/one.ts#gvisor, schema: {type: object}}
      microvm:
        title: MicroVM
        description: Isolates.
        module: ./src/two.ts
        capabilities: {}
        requires: {npm: {pg: ^8}, commands: [docker]}
        deprecated: use gvisor instead
`;

describe("the manifest's own schema", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });

  it("is a JSON Schema that other tools accept", () => {
    expect(ajv.validateSchema(manifestSchema)).toBe(true);
  });

  it("accepts all that a manifest may hold, as the compiler does", async () => {
    const validate = ajv.compile(manifestSchema);
    expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true);
    expect(await diagnose(example)).toEqual([]);
  });

  it("refuses what the compiler refuses", () => {
    const validate = ajv.compile(manifestSchema);
    const manifest = parse(example) as { [key: string]: unknown };
    expect(validate({ ...manifest, version: 2 })).toBe(false);
    expect(validate({ ...manifest, more: 1 })).toBe(false);
    expect(validate({ version: 1, kinds: { Bad: { contract: "a#B" } } })).toBe(false);
  });

  it("explains every field to editors", () => {
    const missing: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        if (key !== "properties") {
          if (typeof value === "object") visit(value, path);
          continue;
        }
        for (const [name, field] of Object.entries(value as object)) {
          const at = `${path}/${name}`;
          if (typeof field === "object" && !(field as { description?: string }).description) missing.push(at);
          visit(field, at);
        }
      }
    };
    visit({ ...manifestSchema, examples: [] }, "");
    expect(missing).toEqual([]);
  });

  it("gives examples that are valid", () => {
    const validate = ajv.compile(manifestSchema);
    for (const one of manifestSchema.examples ?? []) expect(validate(one)).toBe(true);
  });
});
