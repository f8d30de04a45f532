import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** The registry takes no changes any more: `backend provider registration: the registry is sealed (ID "x")`. */
export class RegistrySealedError extends ProvcError {
  static override readonly code = "registry_sealed" as const;
  override readonly code = "registry_sealed" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;

  constructor(kind: Pick<KindDescription, "id" | "noun">, id: string) {
    super(`${providerWords(kind)} registration: the registry is sealed (ID ${quote(id)})`);
    this.kind = kind.id;
    this.id = id;
  }
}
