const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** Reads a duration such as `500ms`, `10s`, `2m` or `1h` into milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const unit = UNITS.get(match?.[2] ?? "");
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Writes milliseconds in the largest unit that divides them: `1500` → `1500ms`, `10000` → `10s`. */
export function formatDuration(milliseconds: number): string {
  let best = `${milliseconds}ms`;
  for (const [unit, size] of UNITS) {
    if (milliseconds >= size && milliseconds % size === 0) best = `${milliseconds / size}${unit}`;
  }
  return best;
}
