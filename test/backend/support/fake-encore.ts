import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A call of the fake `encore`, as it has recorded it. */
export interface EncoreCall {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly stdin?: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder with an Encore app, and a PATH on which there is nothing but the fake `encore`. */
export interface EncoreProject {
  readonly env: Readonly<Record<string, string>>;
  calls(): EncoreCall[];
}

const script = fileURLToPath(new URL("../fixtures/fake-encore.mjs", import.meta.url));
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Makes a folder an Encore project. */
export function encoreProject(folder: string): EncoreProject {
  const bin = join(folder, "bin");
  const log = join(folder, "calls");
  mkdirSync(bin, { recursive: true });
  const file = join(bin, "encore");
  writeFileSync(file, `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(script)} "$@"\n`);
  chmodSync(file, 0o755);
  writeFileSync(join(folder, "encore.app"), '{ "id": "shop" }\n');
  return {
    env: { PATH: bin, FAKE_ENCORE_LOG: log },
    calls: () => {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, "utf8").trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as EncoreCall);
    },
  };
}
