import { element } from "./dom.js";
import type { Provider } from "./types.js";

/** Whether a provider can be used here. */
export function availabilityWords({ availability: { status, reason } }: Provider): HTMLElement {
  const look = { available: "good", incomplete: "warn", unavailable: "bad" }[status];
  return element(
    "span",
    {},
    element("span", { class: look }, status),
    reason === undefined ? undefined : `: ${reason}`,
  );
}
