import type { Check } from "../analysis.js";
import { checkCapabilities } from "./capabilities.js";
import { checkDocumentFiles } from "./document-files.js";
import { checkDocumentPlaces } from "./document-places.js";
import { checkFields } from "./fields.js";
import { checkIds } from "./ids.js";
import { checkPlacements } from "./placements.js";
import { checkRequiredFields } from "./required-fields.js";
import { checkRoutingCapabilities } from "./routing-capabilities.js";
import { checkRoutingRules } from "./routing-rules.js";
import { checkRoutingShape } from "./routing-shape.js";
import { checkSchemaSamples } from "./samples.js";
import { checkTypeNames } from "./type-names.js";

/** Every check of a manifest that can be made without looking into its modules. */
export const checks: readonly Check[] = [
  checkIds,
  checkTypeNames,
  checkDocumentFiles,
  checkPlacements,
  checkFields,
  checkDocumentPlaces,
  checkRequiredFields,
  checkCapabilities,
  checkRoutingShape,
  checkRoutingRules,
  checkRoutingCapabilities,
  checkSchemaSamples,
];
