/** A capability record in a few words: `docker, lock=advisory, runtimes=node|wasm`; what is false is left out. */
export function capabilitiesText(capabilities: { readonly [name: string]: unknown }): string {
  return Object.entries(capabilities)
    .filter(([, value]) => value !== false && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === true ? name : `${name}=${valueText(value)}`))
    .join(", ");
}

function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object"))
    return value.map(String).join("|");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
