import type { JsonSchemaObject } from "../contract/json-schema.js";
import type { KindDescription } from "../contract/kind.js";
import type { ConfigChecker } from "../validation/checker.js";
import { interpretedChecker } from "../validation/checkers/interpreted-checker.js";
import { schemaChecker } from "../validation/checkers/schema-checker.js";
import { inlineStandardChecker, standardChecker } from "../validation/checkers/standard-checker.js";
import { composeConfig } from "../validation/schemas/compose-config.js";
import type { AnyProviderDefinition } from "./provider-definition.js";
import { isStandardSchema } from "./provider-schema.js";

/** Makes what checks the configs of a provider that code registers, by the kind's form and the sort of its schema. */
export async function definitionChecker(
  kind: KindDescription,
  shared: JsonSchemaObject | undefined,
  definition: AnyProviderDefinition,
): Promise<ConfigChecker> {
  const { id, schema } = definition;
  const parts = {
    id,
    ...(kind.config === undefined ? {} : { placement: kind.config }),
    ...(shared === undefined ? {} : { shared }),
  };
  if (schema === undefined) return interpretedChecker(composeConfig({ ...parts, own: true }));
  if (!isStandardSchema(schema)) return schemaChecker(composeConfig({ ...parts, own: schema }));
  if (kind.config?.form !== "inline") return standardChecker(schema);
  const common = composeConfig({ ...parts, own: true });
  return inlineStandardChecker(schema, common, kind.config, shared);
}
