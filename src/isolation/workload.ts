/** The runtimes that workloads are written for; `archive` is a program in a code archive, started by its `entry`. */
export const workloadRuntimes = ["archive", "go", "node", "oci", "python", "wasm"] as const;

/** What a workload is made for, and by that which backends can run it. */
export type WorkloadRuntime = (typeof workloadRuntimes)[number];

/** A file: its content, or the path of one. */
export type FileSource = Uint8Array | { readonly path: string };

/**
 * What is run.
 *
 * - `code`: the text of the one module or script of the program.
 * - `archive`: a tar archive, gzipped or not, of its files; `entry` says where it starts.
 * - `binary`: an executable that needs nothing else, or a WebAssembly module.
 * - `image`: an OCI image layout (a folder) or an archive of one; `reference` picks one of several images in it. Without a path
 *   the reference is that of a registry, such as `registry.example/team/app:1` or `app@sha256:…`.
 */
export type WorkloadSource =
  | { readonly kind: "code"; readonly code: string; readonly language?: "javascript" | "typescript" }
  | { readonly kind: "archive"; readonly archive: FileSource }
  | { readonly kind: "binary"; readonly binary: FileSource }
  | ({ readonly kind: "image" } & ImageSource);

/** Where an image is: on this machine, or in a registry. */
export type ImageSource =
  | { readonly path: string; readonly reference?: string }
  | { readonly path?: undefined; readonly reference: string };

/** What a workload may use. Absent ones are those of the backend's config; none can be raised above that. */
export interface WorkloadLimits {
  /** Memory of everything that runs, in MiB. */
  readonly memoryMb?: number;
  /** Cores, such as 0.5. */
  readonly cpus?: number;
  /** Processor time, in seconds. */
  readonly cpuSeconds?: number;
  /** Wall-clock time from the start of the run, in seconds; waiting for a free place does not count. */
  readonly timeoutSeconds?: number;
  /** Processes and threads. */
  readonly processes?: number;
  /** Bytes of its standard streams and its output, taken together. */
  readonly outputBytes?: number;
}

/** `none`: it reaches nothing. `outbound`: it may open connections to other machines, where the backend can give it that. */
export type WorkloadNetwork = "none" | "outbound";

/** One program and what it is run with. */
export interface Workload {
  /** Names it while it runs; unique among those of the backend. 1 to 64 letters, digits, `-` and `_`. */
  readonly id: string;
  readonly runtime: WorkloadRuntime;
  readonly source: WorkloadSource;
  /**
   * Where the program starts: a file of the archive, or the command of an image. Default: `index.js`, `index.mjs` or `index.ts`,
   * `main.py`, `main` — by the runtime —, or the image's own.
   */
  readonly entry?: string;
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** Its environment; nothing of this process's own gets in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its input as JSON: the argument of a module's function; for others on the standard input. Excludes `stdin`. */
  readonly input?: unknown;
  /** Its standard input. */
  readonly stdin?: string | Uint8Array;
  readonly limits?: WorkloadLimits;
  /** Default: `none`. */
  readonly network?: WorkloadNetwork;
}
