import { expect } from "vitest";
import type { Canaries } from "./canaries.js";
import { hostState } from "./host-state.js";
import type { EndedWorkload, HostileServer } from "./hostile-server.js";

/** Where a program is tried. */
export interface Target {
  readonly server: HostileServer;
  readonly canaries: Canaries;
  /** The program that attacks, see `attacker.go`. */
  readonly attacker: string;
}

/** A hostile program, and what comes of it. */
export interface HostileProgram {
  readonly name: string;
  /** What is asked for. */
  readonly request: (target: Target) => object;
  /** Of the record: status, reason, exit code. */
  readonly ends: object;
  /** Lines of the log that show that it was run, and what it has tried. Default: one that begins with `tries`. */
  readonly tried?: readonly (string | RegExp)[];
  /** What else holds. */
  readonly check?: (ended: EndedWorkload, target: Target) => void | Promise<void>;
}

/**
 * Runs a hostile program. It has to run and to try; it must get no secret, reach nothing, change nothing, end as it is documented,
 * and leave nothing.
 */
export async function attack(target: Target, program: HostileProgram): Promise<EndedWorkload> {
  const { server, canaries } = target;
  const before = hostState();
  const reached = canaries.reached();
  const ended = await server.run(program.request(target));
  expect(ended.record, ended.everything.slice(0, 1500)).toMatchObject(program.ends);
  const log = ended.log.map(({ line }) => line).join("\n");
  for (const text of program.tried ?? [/^tries\b/m]) expect(log.slice(0, 5000)).toMatch(text);
  expect(ended.everything.includes(canaries.secret), "the secret has got out").toBe(false);
  expect(canaries.reached(), "connections to canaries").toBe(reached);
  expect(canaries.written()).toBe("untouched");
  await program.check?.(ended, target);
  await server.settled();
  expect(hostState()).toEqual(before);
  expect((await server.ask("GET", "/healthz")).status).toBe(200);
  return ended;
}

/** What a program that tells its attempts in its output has got, by `name=value`. */
export function attempts({ output }: EndedWorkload): ReadonlyMap<string, string> {
  const lines = output.split("\n").filter((line) => line.startsWith('{"'));
  return new Map(
    lines.map((line) => {
      const told = JSON.parse(line) as { readonly try: string; readonly what: string; readonly got: string };
      return [`${told.try}=${told.what}`, told.got];
    }),
  );
}

/** That all of these were tried, and refused. */
export function expectRefused(ended: EndedWorkload, tried: readonly string[]): void {
  const got = attempts(ended);
  for (const attempt of tried)
    expect([attempt, got.get(attempt)]).toEqual([attempt, expect.stringMatching(/^ERROR /)]);
}
