import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A call of a fake builder, as it has recorded it. */
export interface BuilderCall {
  readonly id: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** Fake builders, and nothing else, on a PATH. */
export interface FakeBuilders {
  readonly env: Readonly<Record<string, string>>;
  calls(): BuilderCall[];
  /** The calls of `build` alone. */
  builds(): BuilderCall[];
}

const script = fileURLToPath(new URL("../fixtures/fake-builder.mjs", import.meta.url));
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Puts fake builders into a new folder below `folder`; the real ones are not on the PATH. */
export function fakeBuilders(folder: string, ids: readonly string[] = ["docker"]): FakeBuilders {
  const bin = join(folder, "bin");
  const log = join(folder, "calls");
  mkdirSync(bin, { recursive: true });
  for (const id of ids) {
    const file = join(bin, id);
    writeFileSync(
      file,
      `#!/bin/sh\nFAKE_BUILDER=${id} exec ${quote(process.execPath)} ${quote(script)} "$@"\n`,
    );
    chmodSync(file, 0o755);
  }
  const calls = (): BuilderCall[] => {
    if (!existsSync(log)) return [];
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as BuilderCall);
  };
  return {
    env: { PATH: bin, FAKE_BUILDER_LOG: log },
    calls,
    builds: () => calls().filter(({ argv }) => argv[0] === "build"),
  };
}
