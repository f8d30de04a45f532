import { appendFileSync, writeFileSync } from "node:fs";
import type { FileSystem } from "../../../generator/io/file-system.js";
import { nodeFileSystem } from "../../../generator/io/node-file-system.js";

/** Called before each call of the file system; may throw. `number` counts from 0. */
export type BeforeCall = (call: { number: number; name: keyof FileSystem; args: readonly unknown[] }) => void;

/** The real file system with a hook before every call. */
export function hookedFileSystem(before: BeforeCall, inner: FileSystem = nodeFileSystem): FileSystem {
  let number = 0;
  const hooked = Object.entries(inner).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      before({ number: number++, name: name as keyof FileSystem, args });
      return (method as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(hooked) as FileSystem;
}

/** An error of the system. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

/** What the process does not survive. */
export class Killed extends Error {}

const reading: ReadonlySet<string> = new Set([
  "kind",
  "stamp",
  "readFile",
  "useFile",
  "open",
  "readFolder",
  "realPath",
]);

/** One failure: the call with this number fails once, as a full or broken disk does. */
export function failingAt(number: number, code = "EIO"): { fileSystem: FileSystem; reached: () => boolean } {
  let reached = false;
  const fileSystem = hookedFileSystem((call) => {
    if (call.number !== number) return;
    reached = true;
    throw systemError(code);
  });
  return { fileSystem, reached: () => reached };
}

/**
 * A process killed at its `number`th change of the disk: from then on nothing happens any more. `torn` lets
 * the fatal call, if it writes a file, leave half of it.
 */
export function killedAt(number: number, torn: boolean): { fileSystem: FileSystem; reached: () => boolean } {
  let dead = false;
  let changes = 0;
  const fileSystem = hookedFileSystem(({ name, args }) => {
    if (dead) throw new Killed();
    if (reading.has(name) || changes++ < number) return;
    dead = true;
    const [path, content] = args as [string, string | Uint8Array];
    if (torn && (name === "writeFile" || name === "writeFileDurably" || name === "createFile")) {
      writeFileSync(path, content.slice(0, content.length / 2));
    }
    if (torn && name === "appendFile") appendFileSync(path, content.slice(0, content.length / 2));
    throw new Killed();
  });
  return { fileSystem, reached: () => dead };
}
