import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** The definition says that it is of another kind: `backend provider registration: "x" is of kind "migration"`. */
export class WrongKindError extends ProvcError {
  static override readonly code = "wrong_kind" as const;
  override readonly code = "wrong_kind" as const;
  /** Id of the registry's kind. */
  readonly kind: string;
  readonly id: string;
  /** The kind that the definition names. */
  readonly definedKind: string;

  constructor(kind: Pick<KindDescription, "id" | "noun">, id: string, definedKind: string) {
    super(`${providerWords(kind)} registration: ${quote(id)} is of kind ${quote(definedKind)}`);
    this.kind = kind.id;
    this.id = id;
    this.definedKind = definedKind;
  }
}
