import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { ProvcError } from "./provc-error.js";

/** A definition without an id: `backend provider registration: empty ID`. */
export class EmptyIdError extends ProvcError {
  static override readonly code = "empty_id" as const;
  override readonly code = "empty_id" as const;
  /** Id of the kind. */
  readonly kind: string;

  constructor(kind: Pick<KindDescription, "id" | "noun">) {
    super(`${providerWords(kind)} registration: empty ID`);
    this.kind = kind.id;
  }
}
