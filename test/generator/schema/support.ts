import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { diagnose, load, type ProjectFiles, withKind } from "../model/support.js";

/** A manifest whose provider `one` has the schema `./schema.yaml`. */
export const manifest: string = withKind("", "one: {module: ./src/one.ts, schema: ./schema.yaml}");

/** What is wrong with `./schema.yaml`, as `diagnose` prints it. */
export async function diagnoseSchema(
  schema: string,
  files: ProjectFiles = {},
  links: ProjectFiles = {},
): Promise<string[]> {
  return diagnose(manifest, { "schema.yaml": schema, ...files }, links);
}

/** The config schema that is made of `./schema.yaml`: bundled and closed. */
export async function configSchema(schema: string, files: ProjectFiles = {}): Promise<JsonSchema> {
  const { model, diagnostics } = await load(manifest, { "schema.yaml": schema, ...files });
  const provider = model?.kinds[0]?.providers[0];
  if (provider === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return provider.configSchema;
}
