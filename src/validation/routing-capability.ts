import type { RoutingValue } from "../contract/kind.js";

/**
 * The values of a routing input that a provider can take, as its capabilities say: a list under the input's own name
 * or one like it (`runtime`, `runtimes`, `supported_runtimes`, `supportedRuntimes`, `supported-runtimes`).
 * Undefined when the capabilities say nothing about the input, which then excludes nothing.
 */
export function capableValues(
  capabilities: { readonly [name: string]: unknown },
  input: string,
): readonly unknown[] | undefined {
  const wanted = normalise(input);
  for (const [name, value] of Object.entries(capabilities)) {
    if (!Array.isArray(value)) continue;
    const offered = normalise(name).replace(/^supported/, "");
    if (offered === wanted || offered === `${wanted}s`) return value;
  }
  return undefined;
}

/** Whether a provider's capabilities rule out a value of a routing input. */
export function excludesValue(
  capabilities: { readonly [name: string]: unknown },
  input: string,
  value: RoutingValue,
): boolean {
  const values = capableValues(capabilities, input);
  return values !== undefined && !values.includes(value);
}

function normalise(name: string): string {
  return name.replace(/[-_\s]/g, "").toLowerCase();
}
