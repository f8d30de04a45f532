import { readFileSync } from "node:fs";
import path from "node:path";
import type { SchemaField } from "../../../generator/emit/schema-fields.js";
import type { JsonSchema } from "../../contract/json-schema.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { sortedKeys, writeJson } from "../output/json-output.js";
import type { CatalogueKind, CatalogueProvider } from "../workspace/catalogue.js";
import { findKind, findProvider } from "../workspace/find-entry.js";
import { type OpenedCatalogue, openCatalogue } from "../workspace/open-catalogue.js";
import { displayPath } from "../workspace/project.js";
import { providerText } from "./provider-text.js";

/** Which provider to describe, and how. */
export interface DescribeOptions {
  readonly kind: string;
  readonly id: string;
  readonly json: boolean;
}

/** All that is known of a provider. */
export interface ProviderView {
  readonly kind: CatalogueKind;
  readonly provider: CatalogueProvider;
  /** The provider's module, relative to the manifest's folder; absent for a shipped provider. */
  readonly module?: string;
  readonly fields: readonly SchemaField[];
}

/** Prints all that is known of a provider. */
export async function describeProvider(
  context: CliContext,
  global: GlobalOptions,
  options: DescribeOptions,
): Promise<void> {
  const opened = await openCatalogue(context, global);
  const kind = findKind(opened.catalogue, options.kind);
  const provider = findProvider(kind, options.id);
  const schema = readSchema(context, path.join(opened.folder, provider.schema));
  const { schemaFields } = await import("../../../generator/emit/schema-fields.js");
  const fields = schemaFields(schema);
  const module = moduleOf(provider, opened);
  const view: ProviderView = { kind, provider, fields, ...(module !== undefined && { module }) };
  if (options.json) writeJson(context, answerFor(view, schema));
  else context.stdout.write(await providerText(view, context));
}

function answerFor(
  { kind, provider, module, fields }: ProviderView,
  schema: JsonSchema,
): Record<string, unknown> {
  const { id, title, description, capabilities, requires, deprecated, example } = provider;
  return {
    kind: kind.id,
    id,
    title,
    description,
    capabilities: sortedKeys(capabilities),
    requires: sortedKeys(requires),
    ...(deprecated !== undefined && { deprecated }),
    ...(module !== undefined && { module }),
    ...(kind.config && { config: kind.config }),
    fields,
    ...(example !== undefined && { example }),
    schema,
  };
}

function readSchema(context: CliContext, file: string): JsonSchema {
  try {
    const { $comment: _banner, ...schema } = JSON.parse(readFileSync(file, "utf8"));
    return schema;
  } catch {
    const shown = displayPath(context, file);
    throw new CommandFailure(`${shown} is missing or damaged; run provc codegen`, exitCodes.cannotRun);
  }
}

function moduleOf({ module }: CatalogueProvider, { folder, project }: OpenedCatalogue): string | undefined {
  if (project === undefined) return undefined;
  const file = path.relative(project.root, path.resolve(folder, module.path)).replaceAll(path.sep, "/");
  return module.exportName === "default" ? file : `${file}#${module.exportName}`;
}
