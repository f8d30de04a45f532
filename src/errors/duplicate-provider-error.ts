import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** The id is taken, by a provider or a virtual id: `backend provider registration: duplicate ID "x"`. */
export class DuplicateProviderError extends ProvcError {
  static override readonly code = "duplicate_provider" as const;
  override readonly code = "duplicate_provider" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;

  constructor(kind: Pick<KindDescription, "id" | "noun">, id: string) {
    super(`${providerWords(kind)} registration: duplicate ID ${quote(id)}`);
    this.kind = kind.id;
    this.id = id;
  }
}
