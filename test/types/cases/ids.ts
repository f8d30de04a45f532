import { createRegistry, defineProvider } from "provc";
import { holds, type Same } from "./assert.js";
import { type Backend, backends } from "./kind.js";

declare const anyId: string;
declare const oneOfTwo: "generic" | "encore-ts";

// Known ids, namespaced ids and string variables pass; a misspelt literal does not.
export const loaded: Promise<Backend>[] = [
  backends.get("generic"),
  backends.get("acme:gcs"),
  backends.get(anyId),
  backends.get(oneOfTwo),
  // @ts-expect-error misspelt
  backends.get("genric"),
];
backends.describe("encore-ts");
// @ts-expect-error misspelt
backends.describe("encore");
// @ts-expect-error empty
backends.checker("");
// @ts-expect-error misspelt
backends.validate("genric", {});
// @ts-expect-error a virtual id is no provider
backends.get("auto");

// `has` narrows to the ids that the type knows, so that the config type can be looked up.
if (backends.has(anyId)) holds<Same<typeof anyId, "encore-ts" | "generic" | "isolate" | "microvm">>();
holds<Same<ReturnType<typeof backends.ids>, readonly ("encore-ts" | "generic" | "isolate" | "microvm")[]>>();

// A registry that knows no ids narrows to nothing, and takes strings.
const open = createRegistry<Backend>({ id: "backend" });
if (open.has(anyId)) open.get(anyId);
holds<Same<ReturnType<typeof open.ids>, readonly string[]>>();
// @ts-expect-error nothing is registered under this id yet, as far as the type knows
open.get("custom");

// Registering widens the type, for bare ids too.
const custom = defineProvider({ id: "custom", provider: { id: "custom", dev: async () => 0 } });
const widened = open.register(custom);
widened.get("custom");
// @ts-expect-error misspelt
widened.get("custm");
holds<Same<ReturnType<typeof widened.ids>, readonly "custom"[]>>();

// A definition whose id is no literal adds nothing to the type.
const wide = open.register(defineProvider({ id: anyId, provider: { id: "x", dev: async () => 0 } }));
// @ts-expect-error still unknown
wide.get("custom");

// A registry of unknown ids takes any.
createRegistry<Backend, Record<string, unknown>>({ id: "backend" }).get("whatever");

// The provider has to implement the contract.
const none = defineProvider({ id: "acme:none", provider: { id: "acme:none" } });
const wrong = defineProvider({ id: "acme:wrong", load: async () => ({ id: "w", dev: async () => "0" }) });
// @ts-expect-error no `dev`
open.register(none);
// @ts-expect-error `dev` gives the wrong type
open.register(wrong);
// @ts-expect-error either `load` or `provider`
defineProvider({ id: "acme:neither" });
// @ts-expect-error not both
defineProvider({ id: "acme:both", load: async () => 1, provider: 1 });
