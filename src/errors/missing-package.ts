const missingModuleCodes: ReadonlySet<unknown> = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]);

/** The npm package whose absence caused an error, looked for along the chain of causes. */
export function missingPackage(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 10 && current instanceof Error; depth++) {
    const { code } = current as { readonly code?: unknown };
    const name = missingModuleCodes.has(code) ? packageName(current.message) : undefined;
    if (name !== undefined) return name;
    current = current.cause;
  }
  return undefined;
}

/** Node names the package of an import, and the whole specifier of a `require`. */
function packageName(message: string): string | undefined {
  const specifier = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  if (specifier === undefined || /^(?:\.|\/|[A-Za-z]:[\\/]|file:|node:|#)/.test(specifier)) return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}
