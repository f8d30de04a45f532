import * as v from "valibot";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../src/contract/kind.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import { jsonSchema } from "../../src/registry/provider-schema.js";

interface Engine {
  readonly name: string;
}
const inline: ChoicePlacement = {
  at: ["databases", "*", "migrations"],
  form: "inline",
  selector: "engine",
  subject: "database",
};
const shared = {
  type: "object",
  properties: {
    path: { type: "string" },
    strategy: { enum: ["pre_deploy", "manual"], default: "pre_deploy" },
  },
  required: ["path"],
};
const provider: Engine = { name: "x" };
const keyed = () => createRegistry<Engine>({ id: "backend" });
type SharedFields = { selector: "engine"; shared: { path: string; strategy?: string } };
const engines = () =>
  createRegistry<Engine, Record<never, never>, Record<never, never>, SharedFields>({
    id: "migration",
    noun: "engine",
    config: inline,
    shared,
  });

describe("a provider's own create", () => {
  it("gets the checked config with its defaults, and what it makes is the result", async () => {
    const create = vi.fn(async (config: unknown) => ({ made: config }));
    const registry = createRegistry<{ create(config: unknown): Promise<{ made: unknown }> }>({
      id: "voice",
    }).register(
      defineProvider({
        id: "livekit",
        schema: jsonSchema<{ key: string; retries?: number }>({
          properties: { key: { type: "string" }, retries: { default: 3 } },
        }),
        provider: { create },
      }),
    );
    expect(await registry.create("livekit", { key: "k" })).toEqual({ made: { key: "k", retries: 3 } });
    expect(create).toHaveBeenCalledOnce();
    await expect(registry.create("livekit", { key: 1 } as never)).rejects.toThrow(
      "key must be a string, got a number",
    );
    expect(create).toHaveBeenCalledOnce();
  });

  it("may fail; the error is its own", async () => {
    const failure = new Error("no licence");
    const registry = createRegistry<{ create(): never }>({ id: "voice" }).register(
      defineProvider({
        id: "livekit",
        provider: {
          create() {
            throw failure;
          },
        },
      }),
    );
    await expect(registry.create("livekit", {})).rejects.toBe(failure);
  });
});

describe("a JSON Schema", () => {
  it("is closed like those of the manifest", async () => {
    const registry = keyed().register(
      defineProvider({ id: "acme:x", schema: { properties: { bucket: { type: "string" } } }, provider }),
    );
    expect(await registry.validate("acme:x", { bukcet: "b" })).toMatchObject({
      valid: false,
      issues: [{ message: 'unknown field "bukcet" in the config; did you mean "bucket"?' }],
    });
  });

  it.each([
    [
      { $ref: "https://example.com/x.json" },
      'the schema refers to "https://example.com/x.json", which is outside it',
    ],
    [
      { properties: { a: { $ref: "other.json#/a" } } },
      'the schema refers to "other.json#/a", which is outside it',
    ],
    [{ $ref: "#/$defs/none" }, 'the schema refers to "#/$defs/none", which is not in it'],
    [
      { type: "strin" },
      "the schema is not a valid JSON Schema at /type: it must be one of array, boolean, integer, null, number, object, string",
    ],
    [{ required: "a" }, "the schema is not a valid JSON Schema at /required: it must be array"],
    [{ properties: { a: { pattern: "(" } } }, "Invalid regular expression"],
  ])("that cannot be used is refused: %j", async (schema, message) => {
    const registry = keyed().register(
      defineProvider({ id: "acme:x", schema: schema as JsonSchemaObject, provider }),
    );
    await expect(registry.validate("acme:x", {})).rejects.toThrow(message);
    await expect(registry.validate("acme:x", {})).rejects.toThrow(
      'cannot load the schema of backend provider "acme:x": ',
    );
  });

  it("may name its dialect and itself", async () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "https://example.com/config.json",
      properties: { a: { $ref: "#/$defs/a" } },
      $defs: { a: { type: "string" } },
    };
    const registry = keyed()
      .register(defineProvider({ id: "acme:x", schema, provider }))
      .register(defineProvider({ id: "acme:y", schema, provider }));
    expect(await registry.validate("acme:x", { a: "b" })).toMatchObject({ valid: true });
    expect(await registry.validate("acme:y", { a: 1 })).toMatchObject({ valid: false });
  });

  it("may be boolean, or absent", async () => {
    const registry = keyed()
      .register(defineProvider({ id: "acme:any", provider }))
      .register(defineProvider({ id: "acme:true", schema: true, provider }))
      .register(defineProvider({ id: "acme:false", schema: false, provider }));
    expect((await registry.validate("acme:any", [1])).valid).toBe(true);
    expect((await registry.validate("acme:true", null)).valid).toBe(true);
    expect(await registry.validate("acme:false", {})).toMatchObject({
      valid: false,
      issues: [{ message: "the config is not allowed here" }],
    });
  });

  it("does not overflow on a value that holds itself", async () => {
    const schema = {
      $ref: "#/$defs/node",
      $defs: { node: { properties: { next: { $ref: "#/$defs/node" } } } },
    };
    const registry = keyed().register(defineProvider({ id: "acme:x", schema, provider }));
    const value: { next?: unknown } = {};
    value.next = value;
    expect(await registry.validate("acme:x", value)).toMatchObject({
      valid: false,
      issues: [{ message: "the config is nested too deeply" }],
    });
  });
});

describe("a Standard Schema", () => {
  const zod = z.strictObject({
    port: z.coerce.number().int().default(80),
    tags: z.array(z.string()).optional(),
    password: z.string().min(12).meta({ "x-secret": true }).optional(),
  });
  const registry = keyed()
    .register(defineProvider({ id: "acme:zod", schema: zod, provider }))
    .register(
      defineProvider({
        id: "acme:valibot",
        schema: v.strictObject({
          name: v.pipe(v.string(), v.minLength(3)),
          hosts: v.optional(v.array(v.string())),
        }),
        provider,
      }),
    )
    .register(
      defineProvider({
        id: "acme:async",
        schema: z.object({ code: z.string().refine(async (code) => code === "open", "is not the code") }),
        provider,
      }),
    );

  it("gives its output to the provider", async () => {
    expect((await registry.create("acme:zod", { port: "8080" })).config).toEqual({ port: 8080 });
    expect((await registry.create("acme:zod", {})).config).toEqual({ port: 80 });
  });

  it("reports its issues in the library's words, with our paths", async () => {
    const at = ["backend", "providers", "acme:zod"];
    const few = await registry.validate("acme:zod", { port: 1.5, tags: ["a", 2], potr: 1 }, { at, most: 2 });
    expect(few).toMatchObject({ issues: [{ path: ["port"] }, { path: ["tags", 1] }], omitted: 1 });
    expect(await registry.validate("acme:zod", { port: 1.5, tags: ["a", 2], potr: 1 }, { at })).toEqual({
      valid: false,
      issues: [
        {
          code: "invalid-config",
          message: "backend.providers.acme:zod.port: Invalid input: expected int, received number",
          path: ["port"],
          target: "value",
        },
        {
          code: "invalid-config",
          message: "backend.providers.acme:zod.tags[1]: Invalid input: expected string, received number",
          path: ["tags", 1],
          target: "value",
        },
        {
          code: "unknown-field",
          message: 'unknown field "potr" in backend.providers.acme:zod',
          path: ["potr"],
          target: "key",
        },
      ],
    });
    const result = await registry.validate("acme:valibot", { nam: "x" });
    expect(
      !result.valid && result.issues.map(({ code, message, path, target }) => [code, message, path, target]),
    ).toEqual([
      ["invalid-config", "name is required", [], "key"],
      ["unknown-field", 'unknown field "nam" in the config', ["nam"], "key"],
    ]);
  });

  it("may be asynchronous", async () => {
    expect((await registry.validate("acme:async", { code: "open" })).valid).toBe(true);
    expect(await registry.validate("acme:async", { code: "shut" })).toMatchObject({
      valid: false,
      issues: [{ message: "code: is not the code" }],
    });
  });

  it("does not repeat values, and honours x-secret where it can be read", async () => {
    const canary = "canary-value";
    const results = await Promise.all([
      registry.validate("acme:valibot", { name: "abc", hosts: canary }),
      registry.validate("acme:zod", { password: "canary" }),
      registry.validate("acme:zod", { password: { canary: "canary" } }),
    ]);
    expect(JSON.stringify(results)).not.toContain("canary");
    expect(results[1]).toMatchObject({ valid: false, issues: [{ message: "password is invalid" }] });
  });
});

describe("the inline form", () => {
  const own = { properties: { dialect: { enum: ["postgres", "sqlite"] } } };

  it("is checked as a whole: selector, shared fields, own fields", async () => {
    const registry = engines().register(defineProvider({ id: "acme:sql", schema: own, provider }));
    const created = await registry.create("acme:sql", { path: "./m", dialect: "sqlite" });
    expect(created.config).toEqual({
      engine: "acme:sql",
      path: "./m",
      dialect: "sqlite",
      strategy: "pre_deploy",
    });
    const result = await registry.validate(
      "acme:sql",
      { engine: "raw", strategy: "premature", dialekt: "x" },
      { at: ["databases", "main", "migrations"] },
    );
    expect(!result.valid && result.issues.map(({ message }) => message).sort()).toEqual([
      'databases.main.migrations.engine must be "acme:sql"',
      "databases.main.migrations.path is required",
      "databases.main.migrations.strategy must be one of: pre_deploy, manual",
      'unknown field "dialekt" in databases.main.migrations; did you mean "dialect"?',
    ]);
  });

  it("gives a Standard Schema the provider's own fields only", async () => {
    const registry = engines().register(
      defineProvider({
        id: "acme:zod",
        schema: z.strictObject({ dialect: z.string().toUpperCase() }),
        provider,
      }),
    );
    const created = await registry.create("acme:zod", { path: "./m", dialect: "x" });
    expect(created.config).toEqual({ engine: "acme:zod", path: "./m", strategy: "pre_deploy", dialect: "X" });
    const result = await registry.validate("acme:zod", { engine: "acme:zod", dialect: 1, other: 2 });
    expect(!result.valid && result.issues.map(({ message }) => message)).toEqual([
      "path is required",
      "dialect: Invalid input: expected string, received number",
      'unknown field "other" in the config',
    ]);
  });

  it("says whose setting a field is", async () => {
    const registry = engines()
      .register(defineProvider({ id: "raw", schema: own, provider }))
      .register(
        defineProvider({
          id: "drizzle",
          schema: { properties: { journalFolder: { type: "string" } } },
          provider,
        }),
      );
    const result = await registry.validate("raw", { path: "./m", journalFolder: "x" });
    expect(result).toMatchObject({
      valid: false,
      issues: [{ code: "unknown-field", hint: '"journalFolder" is a setting of drizzle, not of raw' }],
    });
  });
});
