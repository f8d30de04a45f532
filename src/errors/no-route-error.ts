import type { KindDescription, RoutingValue } from "../contract/kind.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/** No rule of a virtual id takes the input: `no auto-routing rule for runtime "x"`. */
export class NoRouteError extends ProvcError {
  static override readonly code = "no_route" as const;
  override readonly code = "no_route" as const;
  /** Id of the kind. */
  readonly kind: string;
  /** The virtual id, such as `auto`. */
  readonly virtual: string;
  /** The values that the rules look at; absent ones are undefined. */
  readonly input: { readonly [name: string]: RoutingValue | undefined };

  constructor(
    kind: Pick<KindDescription, "id">,
    virtual: string,
    input: { readonly [name: string]: RoutingValue | undefined },
  ) {
    const entries = Object.entries(input);
    const given = entries.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name} ${typeof value === "string" ? quote(value) : value}`],
    );
    const absent = entries.flatMap(([name, value]) => (value === undefined ? [name] : []));
    const situation = [
      ...(given.length > 0 ? [` for ${given.join(" and ")}`] : []),
      ...(absent.length > 0 ? [` without ${absent.join(" and ")}`] : []),
    ];
    super(`no ${virtual}-routing rule${situation.join(" and")}`);
    this.kind = kind.id;
    this.virtual = virtual;
    this.input = input;
  }
}
