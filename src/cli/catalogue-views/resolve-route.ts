import type { RoutingTable } from "../../contract/kind.js";
import { providerWords } from "../../contract/kind-words.js";
import { ProvcError } from "../../errors/provc-error.js";
import { createRegistry } from "../../registry/create-registry.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import type { RoutingInput } from "../../registry/routing-types.js";
import { decideRoute, type RowVerdict } from "../../validation/routing-decision.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { ImportOptions } from "../global-options.js";
import { colorsFor } from "../output/colors.js";
import { sortedKeys, writeJson } from "../output/json-output.js";
import { formatTable } from "../output/table.js";
import type { CatalogueKind } from "../workspace/catalogue.js";
import { findKind, unknownEntry } from "../workspace/find-entry.js";
import { kindTable } from "../workspace/kind-tables.js";
import { createModuleLoader } from "../workspace/module-loader.js";
import { openCatalogue } from "../workspace/open-catalogue.js";
import { readRoutingInput } from "./routing-input.js";

/** What to resolve, and how to answer. */
export interface ResolveOptions {
  readonly kind: string;
  /** A virtual id or a provider's id; absent: the kind's only virtual id. */
  readonly virtual?: string;
  /** `key=value` texts. */
  readonly inputs: readonly string[];
  readonly json: boolean;
  readonly explain: boolean;
}

/** What came of it; `id` is absent when nothing takes the input. */
interface Answer {
  readonly id?: string;
  readonly explanation: string;
  readonly steps: readonly RowVerdict[];
}

/** Prints the provider that a kind's routing picks for an input. */
export async function resolveRoute(
  context: CliContext,
  global: ImportOptions,
  options: ResolveOptions,
): Promise<void> {
  const { kind, registry } = await kindOf(context, global, options.kind);
  const virtual = options.virtual ?? onlyVirtualId(kind);
  const table = Object.hasOwn(kind.routing, virtual) ? kind.routing[virtual] : undefined;
  const input = readRoutingInput(options.inputs, table);
  if (table === undefined && !registry.has(virtual)) {
    throw unknownEntry(
      providerWords(kind),
      `${kind.noun}s`,
      virtual,
      [...registry.ids(), ...Object.keys(kind.routing)].sort(),
    );
  }
  const answer = answerFor(registry, virtual, table, input);
  if (options.json) {
    const { id = null, explanation } = answer;
    const steps = answer.steps.map(({ rule, ...step }) => ({
      ...step,
      use: rule.use,
      when: sortedKeys(rule.when ?? {}),
    }));
    writeJson(context, { kind: kind.id, virtual, input: sortedKeys(input), id, explanation, steps });
  } else if (options.explain) {
    context.stdout.write(`${explained(answer, context).join("\n")}\n`);
  } else if (answer.id !== undefined) {
    context.stdout.write(`${answer.id}\n`);
  }
  if (answer.id !== undefined) return;
  if (options.json || options.explain) context.exitCode = exitCodes.findings;
  else throw new CommandFailure(answer.explanation);
}

/** A kind with its registry, in which modules have registered their providers. */
async function kindOf(
  context: CliContext,
  global: ImportOptions,
  id: string,
): Promise<{ readonly kind: CatalogueKind; readonly registry: AnyRegistry }> {
  if (global.import !== undefined) {
    const { openWorkspace } = await import("../workspace.js");
    const { catalogue, registries } = await openWorkspace(context, global);
    const kind = findKind(catalogue, id);
    const registry = registries.get(kind.id);
    if (registry !== undefined) return { kind, registry };
  }
  const { catalogue, folder } = await openCatalogue(context, global);
  const kind = findKind(catalogue, id);
  return { kind, registry: createRegistry(kindTable(kind, folder, createModuleLoader(folder))) };
}

function answerFor(
  registry: AnyRegistry,
  virtual: string,
  table: RoutingTable | undefined,
  input: RoutingInput,
): Answer {
  const steps = table === undefined ? [] : decideRoute(table, input);
  try {
    const { id, explanation } = registry.resolve(virtual, input);
    return { id, explanation, steps };
  } catch (error) {
    if (!ProvcError.isInstance(error)) throw error;
    return { explanation: (error as Error).message, steps };
  }
}

function onlyVirtualId(kind: CatalogueKind): string {
  const ids = Object.keys(kind.routing);
  const [only] = ids;
  if (only === undefined) throw new CommandFailure(`kind ${kind.id} has no routing`);
  if (ids.length === 1) return only;
  throw new CommandFailure(`say which virtual id of ${kind.id}: [${ids.join(" ")}]`, exitCodes.cannotRun);
}

function explained({ explanation, steps }: Answer, context: CliContext): string[] {
  if (steps.length === 0) return [explanation];
  const colors = colorsFor(context.stdout, context.env);
  const rows = steps.map(({ index, rule, matched, reason }) => [
    String(index + 1),
    rule.use,
    matched ? "yes" : "no",
    reason,
  ]);
  return [explanation, "", ...formatTable(["RULE", "USE", "TAKEN", "BECAUSE"], rows, colors)];
}
