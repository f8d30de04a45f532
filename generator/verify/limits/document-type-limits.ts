import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { documentSchema } from "../../emit/emit-json-schemas.js";
import { placeInDocument } from "../../emit/schemas/document-places.js";
import { withSchemaKey } from "../../emit/schemas/document-schema.js";
import { INTERNAL_DIALECT, SchemaWriter } from "../../emit/schemas/schema-dialect.js";
import type { DocumentModel, Model } from "../../model/model.js";
import type { Limits } from "../engines/engine.js";
import { expressibleChoice } from "./choice-type-limits.js";
import { expressibleByTypes, typesLack, withImpliedTypes } from "./type-limits.js";

/** What the type of the whole document promises; like those of choices, it asks for what the environment may give. */
export function documentTypeLimits(model: Model, document: DocumentModel): Limits {
  const schema = documentSchema(document, model.kinds, INTERNAL_DIALECT, () => undefined);
  const writer = new SchemaWriter(INTERNAL_DIALECT);
  const places = new Map<JsonSchema, JsonSchema>();
  const placed = model.kinds.flatMap((kind) => {
    if (kind.config === undefined) return [];
    // A place that takes anything stands in for the choice while the rest is weakened.
    const marker: JsonSchemaObject = {};
    places.set(marker, expressibleChoice(kind, writer));
    return [{ at: kind.config.at, schema: marker }];
  });
  const whole = placeInDocument(withSchemaKey(document.schema), placed);
  const { $defs, ...own } = expressibleByTypes(whole, places) as JsonSchemaObject;
  const definitions = { ...$defs, ...writer.definitions().$defs };
  return { accepts: withImpliedTypes(schema), refuses: { ...own, $defs: definitions }, lacks: typesLack };
}
