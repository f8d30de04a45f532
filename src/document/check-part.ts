import { fieldOwners } from "../registry/field-owners.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import type { CheckResult, ConfigChecker } from "../validation/checker.js";
import { interpretedChecker } from "../validation/checkers/interpreted-checker.js";
import { composeConfig } from "../validation/schemas/compose-config.js";
import type { ConfigPart } from "./examine-choice.js";

/** What checks the config of a provider. A virtual id stands for no provider: its object may hold the shared fields only. */
export async function loadPartChecker(registry: AnyRegistry, id: string): Promise<ConfigChecker> {
  if (registry.has(id)) return registry.checker(id);
  const { kind, shared } = registry;
  const schema = composeConfig({
    ...(kind.config && { placement: kind.config }),
    ...(shared && { shared }),
    id,
    own: { properties: {} },
  });
  return interpretedChecker(schema);
}

/**
 * Checks one config. The other providers' schemas, which tell whose setting an unknown field is, are only loaded
 * when there is an unknown field that is no mere misspelling.
 */
export async function checkPart(
  { id, path }: ConfigPart,
  registry: AnyRegistry,
  checker: ConfigChecker,
  value: unknown,
  most: number,
): Promise<CheckResult> {
  const context = { at: path, provider: id, most };
  const result = await checker.check(value, context);
  const isForeign = result.issues.some(
    (issue) => issue.code === "unknown-field" && issue.replacement === undefined,
  );
  if (!isForeign) return result;
  const ownerOf = await fieldOwners(registry);
  return checker.check(value, { ...context, fieldOwner: (field) => ownerOf(field, id) });
}
