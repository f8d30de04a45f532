import type { SchemaDraft } from "../../manifest/manifest-draft.js";
import { checkSamples } from "../../schema/check-samples.js";
import { type Analysis, type Check, inManifest, schemaOf } from "../analysis.js";

/** Defaults and examples in schemas are valid, and give no secret away. */
export const checkSchemaSamples: Check = (analysis) => {
  const { document, kinds } = analysis.draft;
  check(analysis, document?.schema, "the document", {});
  for (const { id: kind, config, capabilities, providers } of kinds) {
    check(analysis, config?.shared, `the shared fields of kind ${JSON.stringify(kind)}`, { kind });
    check(analysis, capabilities, `the capabilities of kind ${JSON.stringify(kind)}`, { kind });
    for (const { id: provider, schema } of providers) {
      check(analysis, schema, `provider ${JSON.stringify(provider)}`, { kind, provider });
    }
  }
};

function check(
  analysis: Analysis,
  draft: SchemaDraft | undefined,
  title: string,
  owner: { kind?: string; provider?: string },
): void {
  const bundled = schemaOf(analysis, draft);
  if (bundled === undefined || draft === undefined) return;
  const isFile = typeof draft.value === "string";
  const related = isFile ? [{ ...inManifest(analysis, draft.path), message: `the schema of ${title}` }] : [];
  checkSamples(bundled, analysis.findings, { ...owner, related }, analysis.memo);
}
