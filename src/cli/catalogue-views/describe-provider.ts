import { readFileSync } from "node:fs";
import path from "node:path";
import type { SchemaField } from "../../../generator/emit/documentation/schema-fields.js";
import type { JsonSchema } from "../../contract/json-schema.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { ImportOptions } from "../global-options.js";
import { sortedKeys, writeJson } from "../output/json-output.js";
import { findKind, findProvider } from "../workspace/find-entry.js";
import { displayPath } from "../workspace/project.js";
import {
  type ListedCatalogue,
  type ListedKind,
  type ListedProvider,
  listedCatalogue,
} from "./listed-kinds.js";
import { providerText } from "./provider-text.js";

/** Which provider to describe, and how. */
export interface DescribeOptions {
  readonly kind: string;
  readonly id: string;
  readonly json: boolean;
}

/** All that is known of a provider. */
export interface ProviderView {
  readonly kind: ListedKind;
  readonly provider: ListedProvider;
  /** The provider's module, relative to the manifest's folder; absent for a shipped provider and a registered one. */
  readonly module?: string;
  /** Absent when no JSON Schema describes the settings. */
  readonly fields?: readonly SchemaField[];
}

/** Prints all that is known of a provider. */
export async function describeProvider(
  context: CliContext,
  global: ImportOptions,
  options: DescribeOptions,
): Promise<void> {
  const opened = await listedCatalogue(context, global);
  const kind = findKind(opened, options.kind);
  const provider = findProvider(kind, options.id);
  const schema = await schemaOf(context, opened, kind, provider);
  const { schemaFields } = await import("../../../generator/emit/documentation/schema-fields.js");
  const module = moduleOf(provider, opened);
  const view: ProviderView = {
    kind,
    provider,
    ...(schema !== undefined && { fields: schemaFields(schema) }),
    ...(module !== undefined && { module }),
  };
  if (options.json) writeJson(context, answerFor(view, schema));
  else context.stdout.write(await providerText(view, context));
}

function answerFor(
  { kind, provider, module, fields }: ProviderView,
  schema: JsonSchema | undefined,
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
    ...(fields !== undefined && { fields }),
    ...(example !== undefined && { example }),
    ...(schema !== undefined && { schema }),
  };
}

/** The JSON Schema of a provider's settings; undefined for one that code has registered without. */
async function schemaOf(
  context: CliContext,
  { folder, registries }: ListedCatalogue,
  kind: ListedKind,
  { id, schema }: ListedProvider,
): Promise<JsonSchema | undefined> {
  if (schema !== undefined) return readSchema(context, path.join(folder, schema));
  return (await registries?.get(kind.id)?.checker(id))?.schema;
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

function moduleOf({ module }: ListedProvider, { folder, project }: ListedCatalogue): string | undefined {
  if (project === undefined || module === undefined) return undefined;
  const file = path.relative(project.root, path.resolve(folder, module.path)).replaceAll(path.sep, "/");
  return module.exportName === "default" ? file : `${file}#${module.exportName}`;
}
