import { NoRouteError } from "../errors/no-route-error.js";
import { TargetNotAbleError } from "../errors/target-not-able-error.js";
import { TargetNotRegisteredError } from "../errors/target-not-registered-error.js";
import { capableValues } from "../validation/routing-capability.js";
import { decideRoute, routingInputs } from "../validation/routing-decision.js";
import type { AnyRegistry } from "./registry-types.js";
import type { Resolution, RoutingInput } from "./routing-types.js";

/** Finds the provider for an id or a virtual id, and makes sure that it is there and can take the input. */
export function resolveId(registry: AnyRegistry, id: string, input: RoutingInput): Resolution {
  const { kind } = registry;
  const table = Object.hasOwn(kind.routing, id) ? kind.routing[id] : undefined;
  if (table === undefined) {
    requireAble(registry, id, input, undefined);
    return Object.freeze({ id, steps: Object.freeze([]), explanation: `${id}, as asked for` });
  }
  const steps = Object.freeze(decideRoute(table, input));
  const last = steps.at(-1);
  if (last?.matched !== true) {
    const looked = routingInputs(table).map((name) => [name, inputValue(input, name)] as const);
    throw new NoRouteError(kind, id, Object.fromEntries(looked));
  }
  requireAble(registry, last.rule.use, input, id);
  return Object.freeze({
    id: last.rule.use,
    virtual: id,
    rule: last.index,
    steps,
    explanation: `${id} → ${last.rule.use}, because ${last.reason}`,
  });
}

function requireAble(
  registry: AnyRegistry,
  id: string,
  input: RoutingInput,
  virtual: string | undefined,
): void {
  const { kind } = registry;
  if (!registry.has(id)) throw new TargetNotRegisteredError(kind, id, registry.ids(), virtual);
  const { capabilities } = registry.describe(id);
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const supported = capableValues(capabilities, name);
    if (supported !== undefined && !supported.includes(value)) {
      const refusal = { input: name, value, supported, ...(virtual === undefined ? {} : { virtual }) };
      throw new TargetNotAbleError(kind, id, refusal);
    }
  }
}

function inputValue(input: RoutingInput, name: string): RoutingInput[string] {
  return Object.hasOwn(input, name) ? input[name] : undefined;
}
