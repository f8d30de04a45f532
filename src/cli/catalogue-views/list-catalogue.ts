import type { CliContext } from "../context.js";
import type { ImportOptions } from "../global-options.js";
import { colorsFor } from "../output/colors.js";
import { sortedKeys, writeJson } from "../output/json-output.js";
import { formatTable } from "../output/table.js";
import { findKind } from "../workspace/find-entry.js";
import { capabilitiesText } from "./capabilities-text.js";
import { type ListedKind, type ListedProvider, listedCatalogue } from "./listed-kinds.js";

/** What to list, and how. */
export interface ListOptions {
  /** Only this kind. */
  readonly kind?: string;
  readonly json: boolean;
}

/** Prints the kinds and their providers. */
export async function listCatalogue(
  context: CliContext,
  global: ImportOptions,
  { kind, json }: ListOptions,
): Promise<void> {
  const catalogue = await listedCatalogue(context, global);
  const kinds = kind === undefined ? catalogue.kinds : [findKind(catalogue, kind)];
  if (json) {
    writeJson(context, { kinds: kinds.map(kindAnswer) });
    return;
  }
  const colors = colorsFor(context.stdout, context.env);
  const rows = kinds.flatMap((listed) => [
    ...listed.providers.map((one) => providerRow(listed, one)),
    ...virtualRows(listed),
  ]);
  const lines = formatTable(["KIND", "ID", "TITLE", "CAPABILITIES"], rows, colors);
  context.stdout.write(`${lines.join("\n")}\n`);
}

function providerRow(kind: ListedKind, { id, title, capabilities, deprecated }: ListedProvider): string[] {
  return [
    kind.id,
    id,
    deprecated === undefined ? title : `${title} (deprecated)`,
    capabilitiesText(capabilities),
  ];
}

/** Virtual ids can be chosen like ids, so they are listed with what they lead to. */
function virtualRows(kind: ListedKind): string[][] {
  return Object.entries(kind.routing).map(([id, { rules }]) => {
    const targets = [...new Set(rules.map(({ use }) => use))].sort();
    return [kind.id, id, `routes to ${targets.join(", ")}`, ""];
  });
}

function kindAnswer(kind: ListedKind): Record<string, unknown> {
  const { id, title, description, noun, config, onDuplicate, routing, providers } = kind;
  return {
    id,
    title,
    description,
    noun,
    ...(config && { config }),
    onDuplicate,
    routing: sortedKeys(routing),
    providers: providers.map(providerAnswer),
  };
}

function providerAnswer(provider: ListedProvider): Record<string, unknown> {
  const { id, title, description, capabilities, requires, deprecated } = provider;
  return {
    id,
    title,
    description,
    capabilities: sortedKeys(capabilities),
    requires: sortedKeys(requires),
    ...(deprecated !== undefined && { deprecated }),
  };
}
