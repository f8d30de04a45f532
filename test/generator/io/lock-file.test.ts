import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileSystem } from "../../../generator/io/file-system.js";
import { type LockAttempt, tryLock } from "../../../generator/io/lock-file.js";
import { nodeFileSystem } from "../../../generator/io/node-file-system.js";
import { temporaryFolder } from "../../support/folders.js";
import { hookedFileSystem } from "./faulty-file-system.js";
import { simulatedMachine } from "./simulated-processes.js";

/** A file system of a machine that knows no hard links. */
const withoutLinks: FileSystem = { ...nodeFileSystem, link: () => undefined };

/** Runs `interrupt` before the call with this number; null when there are fewer calls. */
function interruptedAt(number: number, interrupt: () => void, inner: FileSystem) {
  let reached = false;
  const fileSystem = hookedFileSystem((call) => {
    if (call.number !== number) return;
    reached = true;
    interrupt();
  }, inner);
  return { fileSystem, reached: () => reached };
}

describe.each([
  { name: "with hard links", fileSystem: nodeFileSystem },
  { name: "without hard links", fileSystem: withoutLinks },
])("a lock $name", ({ fileSystem }) => {
  test("is held by one and names its holder to others", () => {
    const machine = simulatedMachine();
    const path = join(temporaryFolder(), "lock");
    const [first, second] = [machine.start(), machine.start()];
    const held = tryLock(fileSystem, path, first);
    expect(held.held).toBe(true);
    expect(tryLock(fileSystem, path, second)).toEqual({
      held: false,
      holder: { ...first.self, token: expect.any(String) },
    });
    if (held.held) held.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
    expect(tryLock(fileSystem, path, second).held).toBe(true);
  });

  test("of a process that has ended is taken over", () => {
    const machine = simulatedMachine();
    const path = join(temporaryFolder(), "lock");
    const first = machine.start();
    tryLock(fileSystem, path, first);
    first.end();
    const taken = tryLock(fileSystem, path, machine.start());
    expect(taken.held).toBe(true);
    expect(readdirSync(join(path, ".."))).toEqual(["lock"]);
  });

  test("that names nobody is nobody's to take over", () => {
    const path = join(temporaryFolder(), "lock");
    for (const content of ["", "{}", "null", '{"pid":1}', '{"pid":-1,"token":"../../../x"}']) {
      writeFileSync(path, content);
      expect(tryLock(fileSystem, path, simulatedMachine().start())).toEqual({
        held: false,
        holder: undefined,
      });
      expect(readFileSync(path, "utf8")).toBe(content);
    }
  });

  test("released late does not release the lock of the next", () => {
    const machine = simulatedMachine();
    const path = join(temporaryFolder(), "lock");
    const late = machine.start();
    const lost = tryLock(fileSystem, path, late);
    late.end();
    expect(tryLock(fileSystem, path, machine.start()).held).toBe(true);
    if (lost.held) lost.release();
    expect(existsSync(path)).toBe(true);
  });

  test.each([
    { stale: false, title: "free" },
    { stale: true, title: "stale" },
  ])("that is $title goes to one of three, however their calls interleave", ({ stale }) => {
    let scenarios = 0;
    let taken = 0;
    for (let outer = 0; ; outer++) {
      let outerReached = false;
      for (let inner = 0; ; inner++) {
        const machine = simulatedMachine();
        const path = join(temporaryFolder(), "lock");
        if (stale) {
          const dead = machine.start();
          tryLock(fileSystem, path, dead);
          dead.end();
        }
        const attempts: LockAttempt[] = [];
        const attempt = (system: FileSystem): void => {
          const process = machine.start();
          try {
            attempts.push(tryLock(system, path, process));
          } catch (error) {
            // A draft that was swept away; whoever calls tries again.
            expect(error).toMatchObject({ code: "ENOENT" });
          }
        };
        const third = (): void => attempt(fileSystem);
        const second = interruptedAt(inner, third, fileSystem);
        const first = interruptedAt(outer, () => attempt(second.fileSystem), fileSystem);
        attempt(first.fileSystem);
        scenarios += 1;
        const holders = attempts.filter(({ held }) => held).length;
        expect(holders, `interrupted at ${outer} and ${inner}`).toBeLessThanOrEqual(1);
        taken += holders;
        outerReached = first.reached();
        if (!second.reached()) break;
      }
      if (!outerReached) break;
    }
    expect(scenarios).toBeGreaterThan(stale ? 60 : 15);
    // They may all give way to each other, but not as a rule.
    expect(taken).toBeGreaterThan(scenarios / 2);
  });

  test("is taken over from a process that ended while it took the lock over", () => {
    for (let call = 0; ; call++) {
      const machine = simulatedMachine();
      const path = join(temporaryFolder(), "lock");
      const dead = machine.start();
      tryLock(fileSystem, path, dead);
      dead.end();
      const second = machine.start();
      let ended = false;
      const dying = hookedFileSystem(({ number }) => {
        if (number < call) return;
        ended = true;
        throw new Error("killed");
      }, fileSystem);
      try {
        tryLock(dying, path, second);
      } catch {}
      second.end();
      expect(tryLock(fileSystem, path, machine.start()).held, `ended at call ${call}`).toBe(true);
      if (!ended) break;
    }
  });
});
