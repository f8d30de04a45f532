import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { printable } from "../diagnostics/display-text.js";
import { toDottedPath } from "../source/json-pointer.js";
import { toPlainData } from "./plain-data.js";

/** Imports a module and gives its exports. */
export type LoadModule = (path: string) => Promise<{ readonly [name: string]: unknown }>;

/** How a document in TypeScript or JavaScript is run. */
export interface EvaluateOptions {
  /** Default: jiti, which runs TypeScript without a build; loaded on first use. */
  readonly loadModule?: LoadModule;
  /** How long the module may take, in milliseconds. Default: 10,000. */
  readonly timeout?: number;
}

/** What came of a configuration program: plain data, or one line that says why not. */
export type Evaluated =
  | { readonly value: unknown; readonly failure?: undefined }
  | { readonly failure: EvaluationFailure };

export interface EvaluationFailure {
  readonly message: string;
  readonly hint?: string;
  /** The line of the module where it happened, if the error tells. */
  readonly line?: number;
  /** The error came while the module was loading, so its text may have syntax errors. */
  readonly loading?: boolean;
  /** Where in the exported value it is. */
  readonly path?: readonly (string | number)[];
}

/** Runs a configuration program and takes its default export as plain data. Never throws. */
export async function evaluateModule(path: string, options: EvaluateOptions = {}): Promise<Evaluated> {
  const { loadModule = loadWithJiti, timeout = 10_000 } = options;
  let exported: unknown;
  try {
    const loading = loadModule(path).then(async (module) => {
      if (Object.hasOwn(module, "default")) return await module.default;
      return /\.c[jt]s$/.test(path) ? module : noExport; // CommonJS exports the value itself
    });
    exported = await withTimeout(loading, timeout);
  } catch (error) {
    if (error !== timedOut) return { failure: describeError(error, path) };
    return { failure: { message: `the module did not finish within ${timeout / 1000} s` } };
  }
  if (exported === noExport) {
    return {
      failure: {
        message: "the module has no default export",
        hint: "write: export default defineConfig({ … })",
      },
    };
  }
  try {
    const plain = toPlainData(exported);
    if (plain.problem === undefined) return { value: plain.value };
    const { path: where, reason } = plain.problem;
    const what = where.length === 0 ? "the default export" : toDottedPath(where);
    return { failure: { message: `${what} ${reason}; a configuration is plain data`, path: where } };
  } catch (error) {
    return { failure: describeError(error, path) }; // a getter or a proxy of the exported value
  }
}

const noExport: unique symbol = Symbol("no default export");
const timedOut: unique symbol = Symbol("timed out");

async function loadWithJiti(path: string): Promise<{ readonly [name: string]: unknown }> {
  const { createJiti } = await import("jiti");
  // A fresh cache each time, so that a program that loads its configuration twice sees a change.
  const jiti = createJiti(import.meta.url, { interopDefault: false, fsCache: false, moduleCache: false });
  return await jiti.import(pathToFileURL(path).href);
}

/** Fails when a promise takes too long; the timer also keeps the process alive until then. */
async function withTimeout<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut), milliseconds);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}

function describeError(error: unknown, path: string): EvaluationFailure {
  const text =
    error instanceof Error || isErrorLike(error)
      ? errorText(error)
      : `it throws ${error === null ? "null" : typeof error}`;
  const line =
    error instanceof Error || isErrorLike(error) ? lineInStack(String(error.stack ?? ""), path) : undefined;
  const shown = firstLine(text)
    .replaceAll(`${pathToFileURL(dirname(path)).href}/`, "")
    .replaceAll(`${dirname(path)}/`, "");
  return {
    message: `the module cannot be evaluated: ${shown}`,
    loading: true,
    ...(line !== undefined && { line }),
  };
}

/** Errors of another realm are no instances of this one's Error. */
function isErrorLike(error: unknown): error is Error {
  return typeof error === "object" && error !== null && "message" in error && "stack" in error;
}

function errorText(error: Error): string {
  const message = String(error.message);
  return error.name === "Error" || message.startsWith(error.name) ? message : `${error.name}: ${message}`;
}

function firstLine(text: string): string {
  const line = text.split("\n").find((part) => part.trim() !== "") ?? "no message";
  const shown = printable(line.trim());
  return shown.length > 300 ? `${shown.slice(0, 299)}…` : shown;
}

function lineInStack(stack: string, path: string): number | undefined {
  for (const name of [path, pathToFileURL(path).href]) {
    const at = stack.indexOf(`${name}:`);
    const line = at === -1 ? undefined : /^\d+/.exec(stack.slice(at + name.length + 1))?.[0];
    if (line !== undefined) return Number(line);
  }
  return undefined;
}
