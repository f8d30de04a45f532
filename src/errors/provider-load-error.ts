import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { missingPackage } from "./missing-package.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** What of a provider could not be loaded. */
export type LoadedPart = "provider" | "validator" | "schema";

/**
 * A provider's code, validator or schema could not be loaded; `cause` has the reason. Where an npm package is missing
 * the message says which one to install:
 * `cannot load backend provider "x": the package "pg" is not installed; install it with: npm install pg@^8.0.0`.
 */
export class ProviderLoadError extends ProvcError {
  static override readonly code = "provider_load_failed" as const;
  override readonly code = "provider_load_failed" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;
  readonly part: LoadedPart;
  /** The npm package that is missing, if that is the reason. */
  readonly missingPackage: string | undefined;

  constructor(
    kind: Pick<KindDescription, "id" | "noun">,
    id: string,
    cause: unknown,
    { part = "provider", npm = {} }: { part?: LoadedPart; npm?: { readonly [name: string]: string } } = {},
  ) {
    const missing = missingPackage(cause);
    const what = `${part === "provider" ? "" : `the ${part} of `}${providerWords(kind)} ${quote(id)}`;
    super(`cannot load ${what}: ${missing === undefined ? reason(cause) : advice(missing, npm)}`, { cause });
    this.kind = kind.id;
    this.id = id;
    this.part = part;
    this.missingPackage = missing;
  }
}

function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  // One line: bundlers and loaders put code frames into their messages.
  return text.split(/[\r\n\u2028\u2029]/, 1)[0] || "unknown reason";
}

function advice(missing: string, npm: { readonly [name: string]: string }): string {
  const range = Object.hasOwn(npm, missing) ? npm[missing] : undefined;
  const install = range === undefined || range === "" ? missing : `${missing}@${range}`;
  const argument = /^[\w@./^~-]+$/.test(install) ? install : JSON.stringify(install);
  return `the package ${quote(missing)} is not installed; install it with: npm install ${argument}`;
}
