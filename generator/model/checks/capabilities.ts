import { closeObjects } from "../../../src/validation/schemas/close-objects.js";
import { checkValue } from "../../manifest/check-value.js";
import { type Check, report, schemaOf } from "../analysis.js";

/** Capability records follow the kind's capability schema. */
export const checkCapabilities: Check = (analysis) => {
  for (const kind of analysis.draft.kinds) {
    const bundled = schemaOf(analysis, kind.capabilities);
    if (bundled === undefined) continue;
    const schema = closeObjects(bundled.schema);
    for (const provider of kind.providers) {
      if (provider.capabilities === undefined) continue;
      const at = [...provider.path, "capabilities"];
      for (const fault of checkValue(schema, provider.capabilities, { at: ["capabilities"] })) {
        report(analysis, {
          code: "manifest-capabilities-invalid",
          message: `provider ${JSON.stringify(provider.id)}: ${fault.message}`,
          path: [...at, ...fault.path],
          // Without capabilities in the manifest, the provider's id is the nearest place.
          target: provider.hasCapabilities ? fault.target : "key",
          hint: fault.hint,
          kind: kind.id,
          provider: provider.id,
        });
      }
    }
  }
};
