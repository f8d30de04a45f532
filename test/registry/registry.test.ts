import { beforeEach, describe, expect, it } from "vitest";
import type { DuplicatePolicy } from "../../src/contract/kind.js";
import { DuplicateProviderError } from "../../src/errors/duplicate-provider-error.js";
import { EmptyIdError } from "../../src/errors/empty-id-error.js";
import { InvalidConfigError } from "../../src/errors/invalid-config-error.js";
import { ProviderNotFoundError } from "../../src/errors/provider-not-found-error.js";
import { RegistrySealedError } from "../../src/errors/registry-sealed-error.js";
import { WrongKindError } from "../../src/errors/wrong-kind-error.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { defineProvider } from "../../src/registry/define-provider.js";
import type { AnyRegistry } from "../../src/registry/registry-types.js";
import {
  kindDescription,
  kindTable,
  type LoadCounts,
  type Runner,
  runnerSchema,
} from "./support/hand-made-kind.js";

const ids = ["alpha", "beta", "gamma"] as const;
let counts: LoadCounts;
beforeEach(() => {
  counts = { providers: new Map(), validators: new Map() };
});

function definition(id: string, name = id) {
  return defineProvider({
    id,
    title: `The ${id}`,
    capabilities: { speed: id.length },
    schema: runnerSchema,
    load: async (): Promise<Runner> => {
      counts.providers.set(id, (counts.providers.get(id) ?? 0) + 1);
      return { name };
    },
  });
}

/** The same three providers from a table, from code, and from both: nothing but where they come from may differ. */
const sources: readonly [string, (policy?: DuplicatePolicy) => AnyRegistry][] = [
  ["a generated table", (policy) => createRegistry<Runner>(kindTable(ids, counts, policy))],
  [
    "definitions",
    (policy) =>
      [...ids]
        .reverse()
        .reduce<AnyRegistry>(
          (registry, id) => registry.register(definition(id)),
          createRegistry<Runner>(kindDescription(policy)),
        ),
  ],
  [
    "a table and definitions",
    (policy) =>
      createRegistry<Runner>(kindTable(["beta"], counts, policy))
        .register(definition("gamma"))
        .register(definition("alpha")),
  ],
];

describe.each(sources)("a registry filled by %s", (_name, make) => {
  it("knows its ids, sorted", () => {
    const registry = make();
    expect(registry.ids()).toEqual(ids);
    expect(ids.every((id) => registry.has(id))).toBe(true);
    expect(registry.has("delta")).toBe(false);
  });

  it("keeps its listings until something changes, and lets nobody change them", () => {
    const registry = make();
    expect(registry.ids()).toBe(registry.ids());
    expect(registry.list()).toBe(registry.list());
    expect(Object.isFrozen(registry.ids())).toBe(true);
    expect(() => Object.assign(registry.list()[0]?.capabilities ?? {}, { speed: 0 })).toThrow(TypeError);
    const before = registry.list();
    registry.register(definition("aaa"));
    expect(registry.ids()).toEqual(["aaa", ...ids]);
    expect(registry.list().map(({ id }) => id)).toEqual(["aaa", ...ids]);
    expect(before).toHaveLength(3);
  });

  it("describes and lists without loading anything", () => {
    const registry = make();
    expect(registry.list()).toEqual(
      ids.map((id) => ({
        id,
        title: `The ${id}`,
        description: "",
        capabilities: { speed: id.length },
        requires: { npm: {}, commands: [] },
      })),
    );
    expect(registry.describe("beta")).toBe(registry.list()[1]);
    expect(counts.providers.size + counts.validators.size).toBe(0);
  });

  it("validates without loading a provider", async () => {
    const result = await make().validate("beta", { command: [] });
    expect(result).toEqual({ valid: true, value: { command: [] } });
    expect(counts.providers.size).toBe(0);
  });

  it("loads a provider once, whoever asks and how often", async () => {
    const registry = make();
    expect(registry.loaded("alpha")).toBeUndefined();
    const [first, second] = await Promise.all([registry.get("alpha"), registry.get("alpha")]);
    expect(first).toEqual({ name: "alpha" });
    expect(await registry.get("alpha")).toBe(first);
    expect(second).toBe(first);
    expect(registry.loaded("alpha")).toBe(first);
    expect([...counts.providers]).toEqual([["alpha", 1]]);
  });

  it("says which provider is unknown, and what there is", async () => {
    const registry = make();
    const error = await registry.get("betta").catch((reason: unknown) => reason);
    expect(ProviderNotFoundError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: 'unknown backend provider "betta"',
      code: "provider_not_found",
      kind: "backend",
      id: "betta",
      available: ids,
      closest: "beta",
    });
    expect(() => registry.describe("betta")).toThrow(ProviderNotFoundError);
    await expect(registry.checker("betta")).rejects.toThrow(ProviderNotFoundError);
    await expect(registry.validate("betta", {})).rejects.toThrow(ProviderNotFoundError);
    await expect(registry.create("betta", {})).rejects.toThrow(ProviderNotFoundError);
  });

  it("reports every mistake of a config, with its place in the document", async () => {
    const result = await make().validate("alpha", { comand: ["x"], port: "80" });
    expect(result).toMatchObject({
      valid: false,
      issues: [
        {
          code: "unknown-field",
          message: 'unknown field "comand" in backend.providers.alpha; did you mean "command"?',
          hint: '"command" is required and missing',
          path: ["comand"],
        },
        {
          code: "invalid-config",
          message: "backend.providers.alpha.port must be a whole number, got a string",
          path: ["port"],
        },
      ],
    });
  });

  it("tells as many mistakes as are wanted, and how many are left", async () => {
    const config = { command: 5, port: "80" };
    const result = await make().validate("alpha", config, { most: 1 });
    expect(result).toMatchObject({ valid: false, issues: [{ path: ["command"] }], omitted: 1 });
    expect(await make().validate("alpha", config, { most: 2 })).not.toHaveProperty("omitted");
  });

  it("creates: valid config, defaults, provider", async () => {
    const config = { command: ["run"] };
    const created = await make().create("beta", config);
    expect(created).toEqual({
      id: "beta",
      provider: { name: "beta" },
      config: { command: ["run"], port: 4000 },
    });
    expect(config).toEqual({ command: ["run"] });
    expect(Object.isFrozen(created)).toBe(true);
  });

  it("refuses to create from an invalid config, and loads nothing for it", async () => {
    const error = await make()
      .create("beta", { token: "hunter2" })
      .catch((reason: unknown) => reason);
    expect(InvalidConfigError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: 'invalid config for backend provider "beta": backend.providers.beta.command is required',
      code: "invalid_config",
      issues: [{ path: [], target: "key" }],
    });
    expect(JSON.stringify(error)).not.toContain("hunter2");
    expect(counts.providers.size).toBe(0);
  });

  it("removes a provider, and takes it back under the same id", async () => {
    const registry = make();
    expect(registry.unregister("beta")).toBe(true);
    expect(registry.unregister("beta")).toBe(false);
    expect(registry.ids()).toEqual(["alpha", "gamma"]);
    expect(registry.loaded("beta")).toBeUndefined();
    await expect(registry.get("beta")).rejects.toThrow(ProviderNotFoundError);
    registry.register(definition("beta", "new beta"));
    expect(await registry.get("beta")).toEqual({ name: "new beta" });
  });

  it("forgets a loaded provider together with its registration", async () => {
    const registry = make();
    await registry.get("beta");
    registry.unregister("beta");
    registry.register(definition("beta", "new beta"));
    expect(registry.loaded("beta")).toBeUndefined();
    expect(await registry.get("beta")).toEqual({ name: "new beta" });
  });

  it("refuses a taken id by default", () => {
    const registry = make();
    expect(() => registry.register(definition("beta"))).toThrow(
      new DuplicateProviderError(registry.kind, "beta"),
    );
    expect(new DuplicateProviderError(registry.kind, "beta").message).toBe(
      'backend provider registration: duplicate ID "beta"',
    );
  });

  it("replaces the old provider where the kind says override", async () => {
    const registry = make("override");
    await registry.get("beta");
    registry.register(definition("beta", "new beta"));
    expect(await registry.get("beta")).toEqual({ name: "new beta" });
    expect(registry.ids()).toEqual(ids);
  });

  it("keeps the old provider where the kind says first", async () => {
    const registry = make("first");
    registry.register(definition("beta", "new beta"));
    expect(await registry.get("beta")).toEqual({ name: "beta" });
  });

  it("refuses a definition without an id, or of another kind", () => {
    const registry = make();
    expect(() => registry.register(definition(""))).toThrow("backend provider registration: empty ID");
    expect(() => registry.register({ ...definition("x"), id: undefined } as never)).toThrow(EmptyIdError);
    const other = defineProvider({ id: "raw", kind: "migration", provider: { name: "raw" } });
    expect(() => registry.register(other)).toThrow(WrongKindError);
    expect(() => registry.register(other)).toThrow(
      'backend provider registration: "raw" is of kind "migration"',
    );
    expect(registry.ids()).toEqual(ids);
  });

  it("takes no changes once it is sealed", async () => {
    const registry = make().seal();
    expect(registry.sealed).toBe(true);
    expect(() => registry.register(definition("delta"))).toThrow(RegistrySealedError);
    expect(() => registry.unregister("beta")).toThrow(
      'backend provider registration: the registry is sealed (ID "beta")',
    );
    expect(await registry.get("beta")).toEqual({ name: "beta" });
  });

  it("shares nothing with another registry from the same source", () => {
    const [one, two] = [make(), make()];
    one.register(definition("delta"));
    expect(two.has("delta")).toBe(false);
  });
});

describe("a definition that no type checker has seen", () => {
  it("is described as far as it goes, and fails to load with a word", async () => {
    const registry: AnyRegistry = createRegistry<Runner>(kindDescription()).register({ id: "x" } as never);
    expect(registry.list()).toEqual([
      { id: "x", title: "x", description: "", capabilities: {}, requires: { npm: {}, commands: [] } },
    ]);
    await expect(registry.get("x")).rejects.toThrow(
      'cannot load backend provider "x": definition.load is not a function',
    );
  });
});

describe("the words of other kinds", () => {
  it("come from the kind's description", async () => {
    const engines = createRegistry<Runner>({ id: "migration", noun: "engine" }).register(definition("raw"));
    await expect(engines.get("x" as string)).rejects.toThrow('unknown migration engine "x"');
    expect(() => engines.register(definition("raw"))).toThrow(
      'migration engine registration: duplicate ID "raw"',
    );
    expect(() => engines.register(definition(""))).toThrow("migration engine registration: empty ID");
  });
});

describe("hostile ids", () => {
  const hostile = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "",
    " ",
    "a\nb",
    "\u2028",
  ];

  it.each(hostile)("%j is an ordinary unknown id", async (id) => {
    const registry = createRegistry<Runner>(kindTable(ids));
    expect(registry.has(id)).toBe(false);
    await expect(registry.get(id)).rejects.toThrow(ProviderNotFoundError);
    const error = await registry.get(id).catch((reason: Error) => reason);
    expect((error as Error).message).not.toMatch(/[\n\u2028]/);
    expect(() => registry.describe(id)).toThrow(ProviderNotFoundError);
    expect(registry.loaded(id)).toBeUndefined();
    expect(registry.unregister(id)).toBe(false);
    expect(() => registry.resolve(id)).toThrow("is not registered");
  });

  it.each(hostile.filter((id) => id !== ""))("%j can be registered like any other", async (id) => {
    const registry: AnyRegistry = createRegistry<Runner>(kindDescription()).register(definition(id));
    expect(registry.ids()).toEqual([id]);
    expect(await registry.get(id)).toEqual({ name: id });
    expect(registry.describe(id).id).toBe(id);
    expect(registry.resolve(id).id).toBe(id);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  it("copies capabilities without touching prototypes", () => {
    const capabilities = JSON.parse('{"__proto__": {"polluted": true}, "runtimes": ["node"]}');
    const registry = createRegistry<Runner>(kindDescription()).register(
      defineProvider({ id: "acme:x", capabilities, provider: { name: "x" } }),
    );
    expect(Object.keys(registry.describe("acme:x").capabilities)).toEqual(["__proto__", "runtimes"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
