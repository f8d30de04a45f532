import type { CodegenCommandOptions } from "./run-codegen.js";

const flags: { readonly [flag: string]: CodegenCommandOptions } = {
  "--check": { check: true },
  "--json": { json: true },
  "--no-cache": { cache: false },
  "--timings": { timings: true },
};

/**
 * Reads `provc codegen` with plain flags, as hooks and builds run it all day: when nothing has changed, the command-line
 * parser would take longer than everything else. Undefined for any other command line; that is the parser's.
 */
export function plainCodegen(args: readonly string[]): CodegenCommandOptions | undefined {
  const [command, ...rest] = args;
  if (command !== "codegen" || !rest.every((flag) => Object.hasOwn(flags, flag))) return undefined;
  return Object.assign({}, ...rest.map((flag) => flags[flag])) as CodegenCommandOptions;
}
