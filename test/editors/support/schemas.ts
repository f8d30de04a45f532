import { emitJsonSchemas } from "../../../generator/emit/emit-json-schemas.js";
import type { Model } from "../../../generator/model/model.js";

/** The editor schema of a model's document, as codegen writes it, but for the values in snippets. */
export function documentEditorSchema(model: Model): object {
  const files = emitJsonSchemas(model, () => undefined);
  const file = files.find(({ path }) => path === "schemas/document.editor.schema.json");
  if (file === undefined) throw new Error("the model has no document");
  return JSON.parse(file.content) as object;
}
