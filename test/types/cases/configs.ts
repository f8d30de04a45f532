import { defineProvider, jsonSchema, type ProviderDefinition } from "provc";
import * as v from "valibot";
import * as z from "zod";
import { holds, type Same } from "./assert.js";
import { type Backend, backends, type Engine, engines, type GenericConfig, voices } from "./kind.js";

const provider = { id: "x", dev: async () => 0 };
declare const anyId: string;

// Static ids take their own config.
const generic = await backends.create("generic", { dev: { command: ["npm", "run", "dev"] } });
holds<Same<typeof generic.config, GenericConfig>>();
holds<Same<typeof generic.provider, Backend>>();
holds<Same<typeof generic.id, "generic">>();
// @ts-expect-error misspelt field
backends.create("generic", { dev: { comand: ["npm"] } });
// @ts-expect-error wrong type
backends.create("generic", { dev: { command: "npm run dev" } });
// @ts-expect-error field of another provider
backends.create("encore-ts", { dev: { command: [] } });
// @ts-expect-error missing field
backends.create("generic", {});
// An id that is only known at run time takes anything, and so does a custom one that the type does not know.
const unknown = await backends.create(anyId, { anything: true });
holds<Same<typeof unknown.config, unknown>>();
await backends.create("acme:later", 1);

// Zod: input and output differ.
const withZod = backends.register(
  defineProvider({
    id: "acme:zod",
    schema: z.strictObject({ port: z.string().transform(Number), host: z.string().default("localhost") }),
    provider,
  }),
);
const zod = await withZod.create("acme:zod", { port: "80" });
holds<Same<typeof zod.config, { port: number; host: string }>>();
// @ts-expect-error the output's type is not the input's
withZod.create("acme:zod", { port: 80 });
const checked = await withZod.validate("acme:zod", {});
if (checked.valid) holds<Same<typeof checked.value, { port: number; host: string }>>();
else holds<Same<(typeof checked.issues)[number]["code"], "invalid-config" | "unknown-field">>();
// What was known stays known.
withZod.create("generic", { dev: { command: [] } });

// `create` is given what the schema makes of a config, without a type of its own; other providers stay as they are.
const created = defineProvider({
  id: "acme:created",
  schema: z.object({ port: z.string().transform(Number) }),
  provider: {
    ...provider,
    create: (config) => {
      holds<Same<typeof config, { port: number }>>();
      return config.port;
    },
  },
});
holds<Same<ReturnType<NonNullable<typeof created.provider>["create"]>, number>>();
defineProvider({
  id: "acme:loaded",
  schema: v.object({ name: v.string() }),
  load: async () => ({ create: (config) => config.name }),
});
defineProvider({
  id: "acme:typed",
  schema: jsonSchema<{ bucket: string }>({ type: "object" }),
  provider: {
    create(config) {
      // @ts-expect-error misspelt field
      return config.bukcet;
    },
  },
});
defineProvider({ id: "acme:text", provider: "any value is a provider" });

// Valibot.
const withValibot = withZod.register(
  defineProvider({ id: "acme:valibot", schema: v.object({ name: v.string() }), load: async () => provider }),
);
const valibot = await withValibot.create("acme:valibot", { name: "x" });
holds<Same<typeof valibot.config, { name: string }>>();
// @ts-expect-error wrong type
withValibot.create("acme:valibot", { name: 1 });

// JSON Schema, with and without a type.
const withSchema = withValibot.register(
  defineProvider({
    id: "acme:json",
    schema: jsonSchema<{ bucket: string; region?: string }>({ properties: { bucket: { type: "string" } } }),
    provider,
  }),
);
const json = await withSchema.create("acme:json", { bucket: "b" });
holds<Same<typeof json.config, { bucket: string; region?: string }>>();
// @ts-expect-error misspelt field
withSchema.create("acme:json", { bukcet: "b" });
const plain = defineProvider({ id: "acme:plain", schema: { type: "object" }, provider });
holds<Same<typeof plain, ProviderDefinition<"acme:plain", typeof provider, unknown, unknown>>>();

// Overriding a known id replaces its config's type.
const overridden = backends.register(
  defineProvider({ id: "generic", schema: jsonSchema<{ image: string }>({}), provider }),
);
overridden.create("generic", { image: "x" });
// @ts-expect-error the old config
overridden.create("generic", { dev: { command: [] } });
overridden.create("encore-ts", {});

// In the inline form the config is the whole object.
const engine: Engine = { plan: async () => [] };
const withEngine = engines.register(
  defineProvider({ id: "acme:sql", schema: jsonSchema<{ url: string }>({}), provider: engine }),
);
withEngine.create("raw", { engine: "raw", path: "./m" });
const sql = await withEngine.create("acme:sql", { engine: "acme:sql", path: "./m", url: "u" });
const selected: "acme:sql" = sql.config.engine;
const parts: [string, string, string] = [sql.config.path, sql.config.url, selected];
withEngine.create("acme:sql", { path: parts[0], url: parts[1] });
// Of a provider with a plain JSON Schema the shared fields are known, and its own may be any.
const withPlain = engines.register(defineProvider({ id: "acme:any", schema: {}, provider: engine }));
withPlain.create("acme:any", { path: "./m", whatever: 1 });
// @ts-expect-error a shared field is missing
withPlain.create("acme:any", { whatever: 1 });
// @ts-expect-error a shared field is missing
withEngine.create("acme:sql", { engine: "acme:sql", url: "u" });
// @ts-expect-error the wrong id
withEngine.create("acme:sql", { engine: "raw", path: "./m", url: "u" });

// A contract with `create` decides what `create` gives.
const voice = await voices.create("livekit", { key: "k" });
holds<Same<typeof voice, { speak(): void }>>();
