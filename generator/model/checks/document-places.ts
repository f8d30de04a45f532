import { placeConflict } from "../../schema/document-places.js";
import { type Check, report, schemaOf } from "../analysis.js";

/** Where a kind's choices stand, the document's own schema leaves room for them. */
export const checkDocumentPlaces: Check = (analysis) => {
  const bundled = schemaOf(analysis, analysis.draft.document?.schema);
  if (bundled === undefined) return;
  for (const { id, config } of analysis.draft.kinds) {
    if (config?.at === undefined) continue;
    const conflict = placeConflict(bundled.schema, config.at);
    if (conflict === undefined) continue;
    const { reason, path } = conflict;
    report(analysis, {
      code: "manifest-place-collision",
      message: `kind ${JSON.stringify(id)} cannot stand at ${config.at.join(".")}: ${reason}`,
      path: [...config.path, "at"],
      hint: "remove the field from the document's schema; fields beside the selector go into the kind's shared schema",
      kind: id,
      related: [{ ...bundled.locate(path), target: "key", message: "the document's schema" }],
    });
  }
};
