import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { closest } from "../diagnostics/suggest.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** No provider has this id: `unknown backend provider "x"`. */
export class ProviderNotFoundError extends ProvcError {
  static override readonly code = "provider_not_found" as const;
  override readonly code = "provider_not_found" as const;
  /** Id of the kind. */
  readonly kind: string;
  /** The id that was asked for. */
  readonly id: string;
  /** The ids that there are, sorted. */
  readonly available: readonly string[];
  /** The id that was most likely meant. */
  readonly closest: string | undefined;

  constructor(kind: Pick<KindDescription, "id" | "noun">, id: string, available: readonly string[]) {
    super(`unknown ${providerWords(kind)} ${quote(id)}`);
    this.kind = kind.id;
    this.id = id;
    this.available = available;
    this.closest = closest(id, available);
  }
}
