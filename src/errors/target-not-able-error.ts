import type { KindDescription, RoutingValue } from "../contract/kind.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** The provider that `resolve` leads to cannot do what is asked: `backend "gvisor" does not support runtime "node"; supported: [oci]`. */
export class TargetNotAbleError extends ProvcError {
  static override readonly code = "target_not_able" as const;
  override readonly code = "target_not_able" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;
  /** The virtual id whose rule picked the id; undefined when it was asked for by itself. */
  readonly virtual: string | undefined;
  /** The input that the provider's capabilities exclude, and its value. */
  readonly input: string;
  readonly value: RoutingValue;
  /** The values that the capabilities allow. */
  readonly supported: readonly unknown[];

  constructor(
    kind: Pick<KindDescription, "id" | "noun">,
    id: string,
    refusal: {
      readonly input: string;
      readonly value: RoutingValue;
      readonly supported: readonly unknown[];
      readonly virtual?: string;
    },
  ) {
    const { input, value, supported, virtual } = refusal;
    const shown = typeof value === "string" ? quote(value) : String(value);
    super(
      `${kind.noun} ${quote(id)} does not support ${input} ${shown}; supported: [${supported.map(String).join(" ")}]`,
    );
    this.kind = kind.id;
    this.id = id;
    this.virtual = virtual;
    this.input = input;
    this.value = value;
    this.supported = supported;
  }
}
