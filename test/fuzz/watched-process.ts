import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { FuzzInput, FuzzOutcome, FuzzRequest, TargetName } from "./fuzz-input.js";

/** Processor time that an input may take beyond what a valid one takes on this machine. */
const limit = 2_000;
/** Time on the clock after which a process is taken for hung: generous, because others use the machine, too. */
const patience = 60_000;

/**
 * Runs inputs in a process of its own, so that one that never ends, or that kills the process, is caught and told. What
 * takes too long is tried again alone in a new process before it counts.
 */
export class WatchedProcess {
  #child: ChildProcess | undefined;

  /** What is wrong with what came of the input; empty when all is well. */
  async run(name: TargetName, input: FuzzInput): Promise<readonly string[]> {
    const first = await this.#attempt({ name, input });
    if (isInTime(first)) return first.problems;
    this.close();
    const second = await this.#attempt({ name, input });
    if (isInTime(second)) return second.problems;
    return [...second.problems, `takes ${Math.round(second.milliseconds)} ms of processor time`];
  }

  async #attempt(request: FuzzRequest): Promise<FuzzOutcome> {
    const child = await this.#running();
    const answer = new Promise<FuzzOutcome>((resolve) => {
      const settle = (outcome: FuzzOutcome): void => {
        clearTimeout(timer);
        child.off("message", settle);
        child.off("exit", died);
        resolve(outcome);
      };
      const died = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#child = undefined;
        settle({ problems: [`the process died: ${signal ?? code}`], milliseconds: 0, usual: 0 });
      };
      const timer = setTimeout(() => {
        this.#child = undefined;
        child.off("exit", died);
        child.kill("SIGKILL");
        settle({ problems: [], milliseconds: patience, usual: 0 });
      }, patience);
      child.on("message", settle);
      child.on("exit", died);
    });
    child.send(request);
    return answer;
  }

  async #running(): Promise<ChildProcess> {
    if (this.#child !== undefined) return this.#child;
    const child = fork(path.join(import.meta.dirname, "targets/target-process.ts"), {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(child, "message");
    this.#child = child;
    return child;
  }

  /** Ends the process, which cleans up after itself. */
  close(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }
}

function isInTime({ milliseconds, usual }: FuzzOutcome): boolean {
  return milliseconds <= usual + limit;
}
