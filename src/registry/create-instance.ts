import type { DocumentPath } from "../source/json-pointer.js";
import type { CheckResult } from "../validation/checker.js";
import { isObject } from "../validation/json-value.js";
import type { RegistryEntry } from "./provider-entry.js";
import type { AnyRegistry, ValidateOptions, ValidationResult } from "./registry-types.js";

/** Saying whose setting a field is means loading every validator of the kind; beyond so many it is not worth it. */
const ownerLimit = 32;

/** Checks a config of one provider. */
export async function checkConfig(
  registry: AnyRegistry,
  entry: RegistryEntry,
  config: unknown,
  { at = defaultPlace(registry, entry.id), most }: ValidateOptions,
): Promise<CheckResult> {
  const checker = await entry.checker.get();
  const value = withSelector(registry, entry.id, config);
  const context = { at, provider: entry.id, ...(most !== undefined && { most }) };
  const result = await checker.check(value, context);
  const isForeign = result.issues.some(
    (issue) => issue.code === "unknown-field" && issue.replacement === undefined,
  );
  if (!isForeign || registry.ids().length > ownerLimit) return result;
  const { fieldOwners } = await import("./field-owners.js");
  const ownerOf = await fieldOwners(registry);
  return checker.check(value, { ...context, fieldOwner: (field) => ownerOf(field, entry.id) });
}

/** What is told of a check: a Standard Schema knows no limit, so there is one for its issues here. */
export function validationResult(
  { value, issues, omitted = 0 }: CheckResult,
  { most }: ValidateOptions,
): ValidationResult<unknown> {
  if (issues.length === 0) return { valid: true, value };
  const told = issues.slice(0, most);
  const left = omitted + issues.length - told.length;
  return { valid: false, issues: told, ...(left > 0 && { omitted: left }) };
}

/** Applies the defaults of the provider's schema to a copy; a Standard Schema has applied its own. */
export async function finishConfig(entry: RegistryEntry, config: unknown): Promise<unknown> {
  const { schema } = await entry.checker.get();
  if (schema === undefined) return config;
  const { applyDefaults } = await import("../validation/schemas/apply-defaults.js");
  return applyDefaults(schema, config);
}

/** Makes an instance with the provider's own `create`, or puts provider and config together. */
export async function instantiate(id: string, provider: unknown, config: unknown): Promise<unknown> {
  if (hasCreate(provider)) return provider.create(config);
  return Object.freeze({ id, provider, config });
}

function hasCreate(provider: unknown): provider is { create(config: unknown): unknown } {
  return (
    ((typeof provider === "object" && provider !== null) || typeof provider === "function") &&
    typeof (provider as { readonly create?: unknown }).create === "function"
  );
}

/** Where a config of the provider stands in a document, as far as the kind's description tells. */
function defaultPlace({ kind }: AnyRegistry, id: string): DocumentPath {
  const place = kind.config;
  if (place === undefined || place.at.includes("*")) return [];
  return place.form === "keyed" ? [...place.at, place.map ?? "providers", id] : place.at;
}

/** In the inline form the selector is part of the config; who calls by id need not repeat it. */
function withSelector({ kind }: AnyRegistry, id: string, config: unknown): unknown {
  const selector = kind.config?.form === "inline" ? kind.config.selector : undefined;
  if (selector === undefined || !isObject(config) || Object.hasOwn(config, selector)) return config;
  return { [selector]: id, ...config };
}
