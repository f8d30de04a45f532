import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineProvider } from "../../src/registry/define-provider.js";
import { check, lines, testDefinition, text } from "./support.js";

const whole = `project: {name: x}
backend:
  provider: encore-ts
  providers:
    generic: {dev: {command: [npm]}}
    encore-ts: {entrypoint: ./app}
isolation: {use: auto, backends: {isolate: {memory: 1}}}
databases:
  z: {migrations: {engine: raw, path: ./z}}
  a: {migrations: {engine: knex, path: ./a}}
  none: {connection_env: X}
queues:
  jobs: {type: best, size: 3}
`;

describe("choices of a valid document", () => {
  it("are listed by kind and key, with their configs", async () => {
    const { valid, choices } = await check(whole);
    expect(valid).toBe(true);
    expect(choices).toEqual([
      {
        ...{
          kind: "backend",
          id: "encore-ts",
          virtual: false,
          path: ["backend"],
          config: { entrypoint: "./app" },
        },
        configs: new Map<string, unknown>([
          ["encore-ts", { entrypoint: "./app" }],
          ["generic", { dev: { command: ["npm"] } }],
        ]),
      },
      {
        ...{
          kind: "migration",
          id: "knex",
          virtual: false,
          path: ["databases", "a", "migrations"],
          subject: "a",
        },
        config: { engine: "knex", path: "./a" },
      },
      {
        ...{
          kind: "migration",
          id: "raw",
          virtual: false,
          path: ["databases", "z", "migrations"],
          subject: "z",
        },
        config: { engine: "raw", path: "./z" },
      },
      {
        ...{ kind: "isolation", id: "auto", virtual: true, path: ["isolation"], config: undefined },
        configs: new Map([["isolate", { memory: 1 }]]),
      },
      {
        ...{ kind: "queue", id: "best", virtual: true, path: ["queues", "jobs"], subject: "jobs" },
        config: { type: "best", size: 3 },
      },
    ]);
  });

  it("get defaults when they are asked for, in the document and in the configs", async () => {
    const plain = await check(whole);
    const { value, choices } = await check(whole, { defaults: true });
    expect(value).toMatchObject({
      backend: { providers: { generic: { dev: { workdir: "." } } } },
      databases: { z: { migrations: { table: "schema_migrations", strategy: "pre_deploy" } } },
    });
    expect(choices[2]?.config).toMatchObject({ table: "schema_migrations", strategy: "pre_deploy" });
    expect(JSON.stringify(plain.value)).not.toContain("pre_deploy");
  });

  it("are none of an invalid document, which has no value either", async () => {
    expect(await check(whole.replace("knex", "knexx"))).toMatchObject({
      valid: false,
      value: undefined,
      choices: [],
    });
  });

  it("may be left out altogether", async () => {
    expect(await check("project: {name: x}")).toMatchObject({
      valid: true,
      choices: [],
      diagnostics: [],
      secrets: [],
    });
  });
});

describe("what is loaded", () => {
  it("is the validators of the providers in the document, and no provider", async () => {
    const definition = testDefinition();
    await check(whole, { definition });
    expect(definition.loaded.sort()).toEqual([
      ...["backend/encore-ts", "backend/generic", "isolation/isolate", "migration/knex", "migration/raw"],
    ]);
  });

  it("is every provider of a kind only to say whose setting an unknown field is", async () => {
    const misspelt = testDefinition();
    const inline = (field: string): string =>
      `project: {name: x}\ndatabases: {a: {migrations: {engine: raw, path: x, ${field}: 1}}}`;
    await check(inline("tabl"), { definition: misspelt });
    expect(misspelt.loaded).toEqual(["migration/raw"]);
    const foreign = testDefinition();
    await check(inline("client"), { definition: foreign });
    expect(foreign.loaded.sort()).toEqual([
      "migration/drizzle",
      "migration/knex",
      "migration/prisma",
      "migration/raw",
    ]);
  });
});

describe("custom providers", () => {
  const keyed = (config: string): string =>
    `project: {name: x}\nbackend:\n  provider: acme:gcs\n  providers:\n    acme:gcs: ${config}\n`;

  it("are checked with their JSON Schema once they are registered", async () => {
    const definition = testDefinition();
    const schema = { type: "object", properties: { bucket: text }, required: ["bucket"] } as const;
    definition.backend.register(defineProvider({ id: "acme:gcs", schema, provider: {} }));
    expect(lines(await check(keyed("{buckt: b}"), { definition }))).toEqual([
      '5:16-21 unknown-field unknown field "buckt" in backend.providers.acme:gcs; did you mean "bucket"? | "bucket" is required and missing',
    ]);
    expect((await check(keyed("{bucket: b}"), { definition })).choices[0]).toMatchObject({
      id: "acme:gcs",
      config: { bucket: "b" },
    });
  });

  it("are checked with their Standard Schema, whose output is the config", async () => {
    const definition = testDefinition();
    const schema = z.object({ bucket: z.string(), size: z.coerce.number().default(5) });
    definition.backend.register(defineProvider({ id: "acme:gcs", schema, provider: {} }));
    const { value, choices } = await check(keyed("{bucket: b}"), { definition });
    expect(choices[0]).toMatchObject({ config: { bucket: "b", size: 5 } });
    expect(value).toMatchObject({ backend: { providers: { "acme:gcs": { bucket: "b" } } } });
    const [found] = (await check(keyed("{bucket: [1]}"), { definition })).diagnostics;
    expect(found).toMatchObject({
      code: "invalid-config",
      line: 5,
      column: 24,
      kind: "backend",
      provider: "acme:gcs",
    });
  });

  it("stand beside the shared fields in the inline form", async () => {
    const definition = testDefinition();
    definition.migration.register(
      defineProvider({ id: "acme:flyway", schema: z.strictObject({ jar: z.string() }), provider: {} }),
    );
    const text = (fields: string): string =>
      `project: {name: x}\ndatabases: {a: {migrations: {engine: acme:flyway, ${fields}}}}`;
    expect((await check(text("path: x, jar: y"), { definition })).valid).toBe(true);
    const { diagnostics } = await check(text("jar: 1, strategy: never"), { definition });
    expect(diagnostics.map(({ path, code }) => `${code} ${path}`).sort()).toEqual([
      "invalid-config /databases/a/migrations",
      "invalid-config /databases/a/migrations/jar",
      "invalid-config /databases/a/migrations/strategy",
    ]);
  });

  it("are unknown again once they are removed", async () => {
    const definition = testDefinition();
    definition.backend.register(defineProvider({ id: "acme:gcs", provider: {} }));
    expect((await check(keyed("{}"), { definition })).valid).toBe(true);
    definition.backend.unregister("acme:gcs");
    expect((await check(keyed("{}"), { definition })).diagnostics).toMatchObject([
      { code: "unknown-provider" },
    ]);
  });
});

describe("a check", () => {
  it("does not change the source, so that it can be repeated", async () => {
    const { parseSource } = await import("../../src/source/parse-source.js");
    const { checkDocument } = await import("../../src/document/check-document.js");
    const source = parseSource(whole.replace("./app", "'${APP}'"), { file: "a.yml" });
    const before = JSON.stringify(source.value);
    const definition = testDefinition();
    const first = await checkDocument(source, definition, { env: { APP: "one" }, defaults: true });
    const second = await checkDocument(source, definition, { env: { APP: "two" } });
    expect(first.choices[0]?.config).toEqual({ entrypoint: "one" });
    expect(second.choices[0]?.config).toEqual({ entrypoint: "two" });
    expect(JSON.stringify(source.value)).toBe(before);
  });

  it("keeps warnings of the source in their places", async () => {
    const { valid, diagnostics } = await check("project: {name: x, replicas: 12345678901234567890123}");
    expect(valid).toBe(true);
    expect(diagnostics).toMatchObject([
      { code: "imprecise-number", severity: "warning", line: 1, column: 30 },
    ]);
  });

  it("rejects when a validator cannot be loaded", async () => {
    const definition = { ...testDefinition(), validator: () => Promise.reject(new Error("gone")) };
    await expect(check("project: {name: x}", { definition })).rejects.toThrow("gone");
  });
});

describe("a key that stands for the selector or the map", () => {
  const found = async (section: string): Promise<readonly string[]> =>
    lines(await check(`project: {name: x}\nbackend: ${section}\n`));

  it("is no guess where several keys may be meant, or none", async () => {
    const required = `2:1-8 selector-required backend.provider is required | ${available}`;
    expect(await found("{type: generic, kind: generic}")).toEqual([
      required,
      expect.stringContaining('unknown field "type"'),
      expect.stringContaining('unknown field "kind"'),
    ]);
    expect(await found("{type: nobody}")).toEqual([
      required,
      expect.stringContaining('unknown field "type"'),
    ]);
    expect(await found("{region: eu}")).toEqual([required]);
  });
});

const available = "available providers: [encore-ts generic old]";
