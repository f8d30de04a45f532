import type { Resolution } from "provc";
import { holds, type Same } from "./assert.js";
import { backends } from "./kind.js";

declare const runtime: string;
declare const nodeOrGo: "node" | "go";
declare const nodeOrWasm: "node" | "wasm";
declare const maybe: { runtime?: "node" };
declare const texts: Record<string, string>;
declare const scalars: Record<string, string | boolean>;
declare const anyId: string;

type IdOf<R> = R extends Resolution<infer Id> ? Id : never;
const node = backends.resolve("auto", { runtime: "node" });
const oci = backends.resolve("auto", { runtime: "oci" });
const gpu = backends.resolve("auto", { runtime: "oci", gpu: true });
const noInput = backends.resolve("auto");
const wide = backends.resolve("auto", { runtime });
const either = backends.resolve("auto", { runtime: nodeOrGo });
const same = backends.resolve("auto", { runtime: nodeOrWasm });
const optional = backends.resolve("auto", maybe);
const fromTexts = backends.resolve("auto", texts);
const fromScalars = backends.resolve("auto", scalars);
const gap = backends.resolve("strict", { runtime: "python" });
const strictWide = backends.resolve("strict", { runtime });
const explicit = backends.resolve("generic", { runtime: "oci" });
const dynamic = backends.resolve(anyId, { runtime: "node" });
const custom = backends.resolve("acme:vm");
holds<Same<IdOf<typeof node>, "isolate">>();
holds<Same<IdOf<typeof oci>, "microvm">>();
holds<Same<IdOf<typeof gpu>, "generic">>();
holds<Same<IdOf<typeof noInput>, "microvm">>();
holds<Same<IdOf<typeof wide>, "isolate" | "microvm">>();
holds<Same<IdOf<typeof either>, "isolate" | "microvm">>();
holds<Same<IdOf<typeof same>, "isolate">>();
holds<Same<IdOf<typeof optional>, "isolate" | "microvm">>();
// A text is never `true`, so the row that asks for it cannot match.
holds<Same<IdOf<typeof fromTexts>, "isolate" | "microvm">>();
holds<Same<IdOf<typeof fromScalars>, "isolate" | "microvm" | "generic">>();
holds<Same<IdOf<typeof gap>, never>>();
holds<Same<IdOf<typeof strictWide>, "isolate" | "microvm">>();
holds<Same<IdOf<typeof explicit>, "generic">>();
holds<Same<IdOf<typeof dynamic>, string>>();
holds<Same<IdOf<typeof custom>, "acme:vm">>();

// @ts-expect-error misspelt virtual id
backends.resolve("aut", { runtime: "node" });
// @ts-expect-error misspelt input
backends.resolve("auto", { runtim: "node" });
// @ts-expect-error a misspelt input beside a right one
backends.resolve("auto", { runtime: "node", gpus: true });
// @ts-expect-error inputs are scalars
backends.resolve("auto", { runtime: ["node"] });
backends.get(node.id);
