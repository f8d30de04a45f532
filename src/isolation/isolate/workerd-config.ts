import { RUNNER } from "./runner-module.js";

/** How workerd takes a module. */
export type ModuleType = "esModule" | "commonJsModule" | "json" | "wasm";

/** A module of a program: the name by which others import it, and the file that has its text. */
export interface ProgramModule {
  readonly name: string;
  readonly type: ModuleType;
  readonly file: string;
}

export interface WorkerdConfigOptions {
  readonly modules: readonly ProgramModule[];
  /** The file of the module that starts. */
  readonly runner: string;
  readonly heapMb: number;
  /** Set when it may open connections; addresses that stay out of reach beside those that are not public. */
  readonly network?: { readonly denied: readonly string[] };
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
}

/** The socket, relative to workerd's working directory: a path of any length would not do. */
export const SOCKET = "w.sock";

/** workerd's config for one workload, in Cap'n Proto's text format. */
export function workerdConfig(options: WorkerdConfigOptions): string {
  const modules = options.modules.map(
    ({ name, type, file }) => `(name = ${text(name)}, ${type} = embed ${text(file)})`,
  );
  const outside =
    options.network === undefined
      ? "network = (allow = [], deny = [])"
      : `network = (allow = ["public"], deny = [${options.network.denied.map(text).join(", ")}], tlsOptions = (trustBrowserCas = true))`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .program), (name = "outside", ${outside})],
  sockets = [(name = "http", address = "unix:${SOCKET}", http = (), service = "main")],
  v8Flags = ["--max-old-space-size=${options.heapMb}", "--single-threaded-gc"],
);
const program :Workerd.Worker = (
  modules = [
    (name = ${text(RUNNER)}, esModule = embed ${text(options.runner)}),
    ${modules.join(",\n    ")}
  ],
  compatibilityDate = ${text(options.compatibilityDate)},
  compatibilityFlags = [${options.compatibilityFlags.map(text).join(", ")}],
  globalOutbound = "outside",
);
`;
}

/** A string literal; bytes that are not plain are escaped one by one. */
function text(value: string): string {
  const bytes = [...Buffer.from(value)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, "0")}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join("")}"`;
}
