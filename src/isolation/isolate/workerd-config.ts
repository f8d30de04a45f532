import {
  type CapnpStruct,
  type CapnpValue,
  capnpMessage,
  data,
  struct,
  structs,
  text,
  texts,
} from "./capnp-message.js";
import { RUNNER } from "./runner-module.js";

/** How workerd takes a module. */
export type ModuleType = "esModule" | "commonJsModule" | "json" | "wasm";

/** A module of a program, under the name by which others import it. */
export interface ProgramModule {
  readonly name: string;
  readonly type: ModuleType;
  readonly content: Uint8Array;
}

export interface WorkerdConfigOptions {
  readonly modules: readonly ProgramModule[];
  /** The text of the module that starts. */
  readonly runner: string;
  readonly heapMb: number;
  /** Set when it may open connections; addresses that stay out of reach beside those that are not public. */
  readonly network?: { readonly denied: readonly string[] };
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
}

/** The socket, relative to workerd's working directory: a path of any length would not do. */
export const SOCKET = "w.sock";

/** The program's own service. */
const MAIN = "main";
/**
 * The service that its connections go through. Under any other name workerd would make this one besides, which reaches everything
 * that is public, and would read all certificates of the system for it.
 */
const OUTSIDE = "internet";

// Which member of a union of workerd.capnp is meant.
const WORKER = 1;
const NETWORK = 2;
const HTTP = 0;
const MODULES = 0;
const MODULE_TYPES = { esModule: 0, commonJsModule: 1, wasm: 4, json: 5 } as const satisfies Record<
  ModuleType,
  number
>;
/** The flag of `TlsOptions` for the authorities that browsers trust. */
const TRUST_BROWSER_CAS = 2;

/**
 * workerd's config for one workload, with its modules in it: a message of the schema `Config` of `workerd.capnp`. As a text it would
 * be compiled first, together with the whole schema.
 */
export function workerdConfig(options: WorkerdConfigOptions): Buffer {
  const runner: ProgramModule = { name: RUNNER, type: "esModule", content: Buffer.from(options.runner) };
  const worker = struct(
    [
      structs([runner, ...options.modules].map(moduleOf)),
      text(options.compatibilityDate),
      texts(options.compatibilityFlags),
      undefined, // bindings
      designator(OUTSIDE), // globalOutbound
    ],
    MODULES,
  );
  const socket = {
    data: HTTP,
    pointers: [text("http"), text(`unix:${SOCKET}`), struct([]), undefined, designator(MAIN)],
  };
  return capnpMessage({
    data: 0,
    pointers: [
      structs([
        { data: WORKER, pointers: [text(MAIN), worker] },
        { data: NETWORK, pointers: [text(OUTSIDE), networkOf(options.network)] },
      ]),
      structs([socket]),
      texts([`--max-old-space-size=${options.heapMb}`, "--single-threaded-gc"]), // v8Flags
    ],
  });
}

function moduleOf({ name, type, content }: ProgramModule): CapnpStruct {
  return {
    data: MODULE_TYPES[type],
    pointers: [text(name), type === "wasm" ? data(content) : text(content)],
  };
}

/** What may be reached, and what of it not; an absent list would be the default, which allows what is public. */
function networkOf(network: WorkerdConfigOptions["network"]): CapnpValue {
  if (network === undefined) return struct([texts([]), texts([])]);
  return struct([texts(["public"]), texts(network.denied), struct([], TRUST_BROWSER_CAS)]);
}

function designator(service: string): CapnpValue {
  return struct([text(service)]);
}
