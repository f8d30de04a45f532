import type { ValidatorModule } from "../contract/validator.js";
import type { AnyRegistry } from "../registry/registry-types.js";

/** What is needed to check config documents; `provc codegen` writes one for the manifest's document. */
export interface DocumentDefinition<Config = unknown> {
  /** What the document is called, such as "Stagecraft configuration". */
  readonly title: string;
  /** File names, the most common first; the first that exists is the document. */
  readonly files: readonly string[];
  /** Imports the validator of everything that belongs to no provider; the places of the kinds accept anything. */
  readonly validator: () => Promise<ValidatorModule>;
  /** One registry for each kind; custom providers may be registered in them until the document is checked. */
  readonly registries: readonly AnyRegistry[];
  /** Exists for the type checker only: what a valid document is. */
  readonly "~config"?: Config;
}
