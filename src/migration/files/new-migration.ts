import { MigrationError } from "../migration-error.js";

/**
 * The time that the name of a new migration begins with, `YYYYMMDDHHMMSS` in UTC: now, or, when the newest of the folder
 * is from later than that, a second after it, so that the new one comes last.
 *
 * @param names what is in the folder already.
 */
export function nextTimestamp(names: readonly string[], now: Date): string {
  const current = timestamp(now);
  const times = names.flatMap((name) => /^(\d{14})(?!\d)/.exec(name)?.slice(1) ?? []);
  const newest = times.sort().at(-1) ?? "";
  if (newest < current) return current;
  const time = newest.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");
  const next = new Date(Date.parse(time) + 1000);
  return Number.isNaN(next.getTime()) ? String(BigInt(newest) + 1n) : timestamp(next);
}

function timestamp(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(/[-T:]/g, "");
}

/**
 * Words as a part of a file's name: `Add users!` → `add_users`.
 *
 * @throws MigrationError `invalid_file` when nothing is left of them.
 */
export function slug(words: string): string {
  const name = words
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "");
  if (name === "") {
    throw new MigrationError(
      "invalid_file",
      `${JSON.stringify(words)} has no letter or digit for a file's name`,
    );
  }
  return name.slice(0, 80);
}
