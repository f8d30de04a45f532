import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import { forEachSchema } from "../../../generator/emit/traversal/schema-map.js";
import type { Model } from "../../../generator/model/model.js";
import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { equalJson } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { buildModel } from "./fixtures/build-model.js";
import { routing } from "./fixtures/routing.js";
import { shapesModel } from "./fixtures/shapes.js";
import { stagecraft } from "./fixtures/stagecraft.js";
import { goldenCases } from "./golden-cases.js";

const withFormats = <Engine extends Ajv>(engine: Engine): Engine => {
  (addFormats as unknown as (instance: Ajv) => void)(engine);
  return engine;
};
const newer = withFormats(new Ajv2020({ strict: false, allErrors: true, logger: false }));
const draft07 = withFormats(new Ajv({ strict: false, allErrors: true, logger: false }));

async function schemasOf(model: Model): Promise<ReadonlyMap<string, JsonSchemaObject>> {
  const files = await emitArtefacts(model);
  const schemas = files.filter(
    ({ path }) => path.startsWith("schemas/") && path !== "schemas/manifest.schema.json",
  );
  return new Map(
    schemas.map(({ path, content }) => [
      path.slice("schemas/".length),
      JSON.parse(content) as JsonSchemaObject,
    ]),
  );
}

/** What both encodings say of a value: valid, or the number of errors without the wrappers of `if`. */
async function verdicts(
  model: Model,
  name: string,
  values: readonly unknown[],
): Promise<(number | "valid")[][]> {
  const schemas = await schemasOf(model);
  const validation = newer.compile(schemas.get(`${name}.schema.json`) as object);
  const editor = draft07.compile(schemas.get(`${name}.editor.schema.json`) as object);
  return values.map((value) =>
    [validation, editor].map((validate) =>
      validate(value) ? "valid" : (validate.errors ?? []).filter(({ keyword }) => keyword !== "if").length,
    ),
  );
}

const both = (verdict: number | "valid"): (number | "valid")[] => [verdict, verdict];

describe("schemas of a kind", () => {
  it("check a choice in the keyed form, one error for one mistake", async () => {
    const generic = { dev: { command: ["npm"] } };
    const cases: [unknown, number | "valid"][] = [
      [{ provider: "generic", providers: { generic } }, "valid"],
      [{ provider: "generic", providers: { generic, "encore-ts": { app: ".", auth: {} } } }, "valid"],
      [{ provider: "acme:gcs", providers: { "acme:gcs": { bucket: 1 } } }, "valid"],
      // Three errors of one list of alternatives: neither in the list, nor a custom id.
      [{ provider: "genric", providers: { generic } }, 3],
      [{ provider: "generic", providers: {} }, 1],
      [{ provider: "generic" }, 1],
      [{ providers: { generic } }, 1],
      [{ provider: "generic", providers: { generic: { dv: {} } } }, 1],
      [{ provider: "generic", providers: { generic, encor: {} } }, 1],
      [{ provider: "generic", providers: { generic, "encore-ts": { app: 5, auth: {} } } }, 1],
      [{ provider: "generic", providers: { generic }, regin: "eu" }, 1],
    ];
    expect(
      await verdicts(
        stagecraft,
        "backend",
        cases.map(([value]) => value),
      ),
    ).toEqual(cases.map(([, verdict]) => both(verdict)));
  });

  it("check a choice in the inline form, one error for one mistake", async () => {
    const cases: [unknown, number | "valid"][] = [
      [{ engine: "raw", dir: "d", enabled: false }, "valid"],
      [{ engine: "acme:fly", app: "a" }, "valid"],
      [{ engine: "rew", dir: "d" }, 3],
      [{ dir: "d" }, 1],
      [{ engine: "raw" }, 1],
      [{ engine: "raw", dir: "d", enbled: true }, 1],
      [{ engine: "raw", dir: "d", schema_path: "x" }, 1],
      [{ engine: "prisma", schema_path: "x" }, 1],
    ];
    expect(
      await verdicts(
        stagecraft,
        "migration",
        cases.map(([value]) => value),
      ),
    ).toEqual(cases.map(([, verdict]) => both(verdict)));
  });

  it("know virtual ids and shared fields", async () => {
    const keyed: [unknown, number | "valid"][] = [
      [{ backend: "auto", region: "eu", backends: {} }, "valid"],
      [
        { backend: "auto", region: "eu", labels: { a: "b" }, backends: { gvisor: { platform: "kvm" } } },
        "valid",
      ],
      [{ backend: "auto", backends: {} }, 1],
      [{ backend: "auto", region: "eu", labels: { a: 1 }, backends: {} }, 1],
      [{ backend: "microvm", region: "eu", backends: { microvm: { anything: 1 } } }, "valid"],
    ];
    expect(
      await verdicts(
        routing,
        "isolation",
        keyed.map(([value]) => value),
      ),
    ).toEqual(keyed.map(([, verdict]) => both(verdict)));
    const inline: [unknown, number | "valid"][] = [
      [{ queue: "any", name: "mail" }, "valid"],
      [{ queue: "any", name: "mail", url: "x" }, 1],
      [{ queue: "any" }, 1],
      // The environment may give the URL.
      [{ queue: "redis", name: "mail" }, "valid"],
    ];
    expect(
      await verdicts(
        routing,
        "job-queue",
        inline.map(([value]) => value),
      ),
    ).toEqual(inline.map(([, verdict]) => both(verdict)));
  });

  it("describe the configs of a kind that no document chooses by id", async () => {
    const values = [{ loopback: { any: 1 }, silent: {} }, { silent: { a: 1 } }, { other: {} }];
    expect(await verdicts(routing, "voice", values)).toEqual([both("valid"), both(1), both(1)]);
  });

  it("check composed shared fields", async () => {
    const choice = { type: "union", file: "f" };
    const values = [
      { ...choice, name: "n", level: 1 },
      { ...choice, level: 1 },
      { ...choice, name: "n", lvel: 1 },
    ];
    const found = await verdicts(shapesModel, "loose", values);
    expect(found.map((pair) => pair.map((verdict) => verdict === "valid"))).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
  });
});

it("keep what a provider asks of a shared field beyond what all do", async () => {
  const model = buildModel({
    log: {
      config: { at: ["log"], form: "inline", selector: "sink" },
      shared: { type: "object", properties: { level: { type: "integer" }, name: { type: "string" } } },
      providers: {
        file: { schema: { type: "object", required: ["level"], properties: { level: { maximum: 5 } } } },
        none: { schema: { type: "object", properties: {} } },
      },
    },
  });
  const values = [
    { sink: "file", level: 5 },
    { sink: "file", level: 6 },
    { sink: "file" },
    { sink: "none", name: "n" },
  ];
  expect(await verdicts(model, "log", values)).toEqual([both("valid"), both(1), both(1), both("valid")]);
});

describe("schemas of the document", () => {
  it("check the document's own fields and every kind at its place", async () => {
    const backend = { provider: "generic", providers: { generic: {} } };
    const cases: [unknown, number | "valid"][] = [
      [{ project: "p" }, "valid"],
      [
        {
          $schema: "./x.json",
          project: "p",
          backend,
          databases: { main: { url: "https://x/", migrations: { engine: "knex" } } },
        },
        "valid",
      ],
      // The environment may give the URL.
      [{ project: "p", databases: { main: {} } }, "valid"],
      [{ backend }, 1],
      [{ project: "p", databses: {} }, 1],
      [{ project: "p", databases: { main: { url: "https://x/", migrtions: {} } } }, 1],
      [{ project: "p", databases: { main: { url: "not a url" } } }, 1],
      [{ project: "p", databases: { main: { migrations: { engine: "raw" } } } }, 1],
      [{ project: "p", backend: { provider: "generic", providers: { generic: { dev: {} } } } }, 1],
    ];
    expect(
      await verdicts(
        stagecraft,
        "document",
        cases.map(([value]) => value),
      ),
    ).toEqual(cases.map(([, verdict]) => both(verdict)));
  });

  it("reach places behind references and in open objects", async () => {
    const choice = { type: "custom", name: "n" };
    const values = [
      {
        shapes: { list: { provider: "text", providers: { text: "t" } } },
        loose: { x: { deep: choice, open: 1 } },
        custom: { type: "open" },
      },
      { shapes: { list: { provider: "text", providers: { text: 5 } } } },
      { shapes: {}, loose: { x: { deep: { type: "onion" } } } },
      { shapes: {}, custom: { type: "onion" } },
      // The definition is used elsewhere too, where it has no place for a choice.
      { shapes: {}, other: { list: {} } },
      {},
    ];
    const found = await verdicts(shapesModel, "document", values);
    expect(found.map((pair) => pair.map((verdict) => verdict === "valid"))).toEqual(
      [true, false, false, false, false, false].map((verdict) => [verdict, verdict]),
    );
  });
});

describe("schemas for editors", () => {
  const NEWER = [
    "$anchor",
    "$defs",
    "$dynamicRef",
    "$id",
    "dependentRequired",
    "dependentSchemas",
    "maxContains",
    "minContains",
    "prefixItems",
    "unevaluatedItems",
    "unevaluatedProperties",
  ];

  it.each([...goldenCases])(
    "of %s hold keywords of draft-07 only, and no check beside a reference",
    async (_name, model) => {
      for (const [name, schema] of await schemasOf(model)) {
        if (!name.endsWith(".editor.schema.json")) continue;
        forEachSchema(schema, (part) => {
          expect(
            Object.keys(part).filter((keyword) => NEWER.includes(keyword)),
            name,
          ).toEqual([]);
          if (part.$ref === undefined) return;
          const beside = Object.keys(part).filter((keyword) =>
            /^(?:type|properties|required|allOf|enum|pattern)$/.test(keyword),
          );
          expect(beside, name).toEqual([]);
        });
      }
    },
  );

  it("have a title on every object, and words for what is deprecated", async () => {
    const schema = (await schemasOf(stagecraft)).get("document.editor.schema.json") ?? {};
    forEachSchema(schema, (part) => {
      if (part.type === "object" && part.properties)
        expect(part.title, JSON.stringify(part)).toBeTypeOf("string");
      if (part.deprecated === true) expect(part.deprecationMessage).toBeTypeOf("string");
    });
    const definitions = schema.definitions as { [name: string]: JsonSchemaObject };
    expect(definitions["migration.knex"]?.deprecationMessage).toBe("knex is deprecated: use raw.");
  });

  it("accept what the validators accept, apart from what draft-07 cannot say", async () => {
    const values = [{ containing: [5, 5, 5] }, { containing: [4] }, { pair: ["a", 1, 2] }, { pair: ["a"] }];
    const choices = values.map((value) => ({ provider: "arrays", providers: { arrays: value } }));
    const found = await verdicts(shapesModel, "shape", choices);
    expect(found.map((pair) => pair.map((verdict) => verdict === "valid"))).toEqual([
      [false, true],
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it("offer snippets of what each engine needs, until one is chosen", async () => {
    const schema = (await schemasOf(stagecraft)).get("migration.editor.schema.json");
    const unlessChosen = { not: { required: ["engine"] } };
    const parts = (schema?.allOf ?? []).filter(isSchemaObject);
    expect(parts.filter((part) => equalJson(part.if, unlessChosen))).toEqual([
      expect.objectContaining({
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: expect.objectContaining({
          defaultSnippets: [
            {
              label: "engine: prisma",
              description: "Runs Prisma Migrate.",
              body: { engine: "prisma", schema_path: "${1:./schema.prisma}" },
            },
            {
              label: "engine: raw",
              description: "Runs SQL files in order.",
              body: { engine: "raw", dir: "${1:migrations}" },
            },
          ],
        }),
      }),
    ]);
  });
});

it.each([...goldenCases])(
  "all schemas of %s compile, and refer to nothing outside themselves",
  async (_name, model) => {
    const files = await emitArtefacts(model);
    for (const { path, content } of files.filter((file) => file.path.endsWith(".schema.json"))) {
      const schema = JSON.parse(content) as JsonSchema;
      const engine = path.endsWith(".editor.schema.json") ? draft07 : newer;
      expect(() => engine.compile(schema as object), path).not.toThrow();
      forEachSchema(schema, ({ $ref }) => expect($ref ?? "#", path).toMatch(/^#/));
    }
  },
);
