import type { JsonSchema } from "../../src/contract/json-schema.js";
import type { Random } from "./cases/random.js";
import type { Engine } from "./engines/engine.js";

/** One thing that can be valid or not, with every artefact that has a say in it. */
export interface Subject {
  /** `backend/generic`: a provider's config; `backend`: the choice of a provider; `document`: the whole document. */
  readonly name: string;
  readonly kind?: string;
  readonly provider?: string;
  /** What values are held to. */
  readonly schema: JsonSchema;
  /** Names of fields that belong elsewhere. */
  readonly strangeNames: readonly string[];
  readonly engines: readonly Engine[];
  /** A value that is valid, or nearly. */
  base(random: Random): unknown;
}
