import { commonFields } from "../validation/schemas/compose-config.js";
import { declaredFields } from "../validation/schemas/declared-fields.js";
import type { AnyRegistry } from "./registry-types.js";

/**
 * Tells which provider of a kind has a field of a name, for "`x` is a setting of drizzle, not of raw". Loads the
 * validators of all providers of the registry (but no provider); one that cannot be loaded owns nothing.
 */
export async function fieldOwners(
  registry: AnyRegistry,
): Promise<(field: string, except?: string) => string | undefined> {
  const common = new Set(registry.kind.config ? commonFields(registry.kind.config, registry.shared) : []);
  const owners = new Map<string, string[]>();
  const ids = registry.ids();
  const checkers = await Promise.allSettled(ids.map((id) => registry.checker(id)));
  for (const [index, id] of ids.entries()) {
    const checker = checkers[index];
    const schema = checker?.status === "fulfilled" ? checker.value.schema : undefined;
    if (schema === undefined) continue;
    for (const name of declaredFields(schema, schema).names) {
      if (!common.has(name)) owners.set(name, [...(owners.get(name) ?? []), id]);
    }
  }
  return (field, except) => owners.get(field)?.find((id) => id !== except);
}
