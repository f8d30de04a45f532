import type { KindDescription } from "../contract/kind.js";
import { closest } from "../diagnostics/suggest.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** What `resolve` leads to is no provider of the registry: `backend "microvm" is not registered`. */
export class TargetNotRegisteredError extends ProvcError {
  static override readonly code = "target_not_registered" as const;
  override readonly code = "target_not_registered" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;
  /** The virtual id whose rule picked the id; undefined when it was asked for by itself. */
  readonly virtual: string | undefined;
  /** The ids that there are, sorted. */
  readonly available: readonly string[];
  /** The id that was most likely meant, where it was asked for by itself. */
  readonly closest: string | undefined;

  constructor(
    kind: Pick<KindDescription, "id" | "noun">,
    id: string,
    available: readonly string[],
    virtual?: string,
  ) {
    super(`${kind.noun} ${quote(id)} is not registered`);
    this.kind = kind.id;
    this.id = id;
    this.virtual = virtual;
    this.available = available;
    this.closest = virtual === undefined ? closest(id, available) : undefined;
  }
}
