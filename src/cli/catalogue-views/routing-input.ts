import type { RoutingTable, RoutingValue } from "../../contract/kind.js";
import type { RoutingInput } from "../../registry/routing-types.js";
import { CommandFailure, exitCodes } from "../context.js";
import { unknownEntry } from "../workspace/find-entry.js";

/**
 * Reads the `key=value` texts of `--with`. A value gets the type that the table compares it as: `8` is a number
 * where a rule has the number 8. Without a table any key is taken.
 */
export function readRoutingInput(texts: readonly string[], table: RoutingTable | undefined): RoutingInput {
  const known = knownValues(table);
  const input = new Map<string, RoutingValue>();
  for (const text of texts) {
    const separator = text.indexOf("=");
    if (separator < 1) {
      throw new CommandFailure(`--with takes key=value, not ${JSON.stringify(text)}`, exitCodes.cannotRun);
    }
    const name = text.slice(0, separator);
    const value = text.slice(separator + 1);
    if (input.has(name)) throw new CommandFailure(`--with ${name} is given twice`, exitCodes.cannotRun);
    if (known !== undefined && !known.has(name)) {
      throw unknownEntry("input", "inputs", name, [...known.keys()].sort(), exitCodes.cannotRun);
    }
    const values = known?.get(name) ?? [true, false];
    const meant = values.find((candidate) => String(candidate) === value);
    const declared = table?.inputs?.[name];
    if (meant === undefined && declared !== undefined) {
      throw unknownEntry(name, "values", value, declared.map(String), exitCodes.cannotRun);
    }
    input.set(name, meant ?? value);
  }
  return Object.fromEntries(input);
}

/** Every input that a table declares or compares, with the values that it knows of. */
function knownValues(table: RoutingTable | undefined): Map<string, RoutingValue[]> | undefined {
  if (table === undefined) return undefined;
  const known = new Map<string, RoutingValue[]>();
  for (const conditions of [table.inputs ?? {}, ...table.rules.map(({ when = {} }) => when)]) {
    for (const [name, values] of Object.entries(conditions)) {
      known.set(name, [...(known.get(name) ?? []), ...values]);
    }
  }
  return known;
}
