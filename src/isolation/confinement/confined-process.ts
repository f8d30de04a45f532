import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { chownSync } from "node:fs";
import { type ExitStatus, exitStatus, signalExitCode } from "../../process/exit-status.js";
import type { FailureReason } from "../backend.js";
import type { SandboxRun } from "../core/sandbox.js";
import { type Cgroup, type CgroupLimits, groupName, makeCgroup, makeGroupFolders } from "./cgroup.js";
import { type HostAbilities, hostAbilities, inNameSpaces } from "./host-abilities.js";
import { usableCgroups } from "./usable-cgroups.js";
import { watchUsage } from "./usage-watch.js";

export interface ConfinedProcessOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A user of its own, without privileges; not for programs that need them to confine others. Default: true. */
  readonly ownUser?: boolean;
  /** Whether it keeps this machine's network. Default: false. */
  readonly network?: boolean;
  /** What the program that confines needs for itself, on top of the limits of what it runs. */
  readonly overhead: { readonly memoryMb: number; readonly processes: number; readonly cpuSeconds?: number };
  /** Groups of the user, for devices. Default: none. */
  readonly groups?: readonly number[];
  /** What it has from file descriptor 3 on: pipes to this process, or open files. */
  readonly stdio?: readonly ("pipe" | number)[];
}

/** A program that runs confined, with everything it starts. */
export interface ConfinedProcess {
  readonly child: ChildProcess;
  /** Resolves when the program has ended and its streams have been read; others of the run may live on. */
  readonly exited: Promise<ExitStatus>;
  /** The limit that ended the run, as far as can be told from outside. */
  limitReached(status?: ExitStatus): { readonly reason: FailureReason; readonly message: string } | undefined;
  /** What it has used up to here was its start, and does not count. */
  countFromHere(): void;
  /** Ends everything that the run has started, and what limited it. Idempotent. */
  end(): Promise<void>;
}

/** The range of user ids that nobody has: far above those of people and of containers' maps. */
const FIRST_USER = 1_900_000_000;
const USERS = 200_000_000;

/** Joins the groups, limits what a process alone is limited by, then becomes the program. */
const ENTER =
  'while [ "$1" != -- ]; do echo 0 > "$1" || exit 126; shift; done; shift; unset PWD; ulimit -c 0; ulimit -S -t "$1"; ulimit -H -t "$2"; shift 2; exec "$@"';

/** Starts a program for a run; its folder becomes the program's own. */
export async function startConfined(
  run: SandboxRun,
  options: ConfinedProcessOptions,
): Promise<ConfinedProcess> {
  const { limits } = run;
  const { overhead, network = false } = options;
  const abilities = hostAbilities();
  const processes = limits.processes + overhead.processes;
  const cgroup = await cgroupOf(run, {
    cpus: limits.cpus,
    memoryMb: limits.memoryMb + overhead.memoryMb,
    processes,
  });
  const user = options.ownUser !== false && abilities.ownUsers ? FIRST_USER + randomInt(USERS) : undefined;
  if (user !== undefined) chownSync(run.folder, user, user);
  const cpuLimit = Math.ceil(limits.cpuSeconds + (overhead.cpuSeconds ?? 0));
  const child = spawn(
    "/bin/sh",
    [
      "-c",
      ENTER,
      "sh",
      ...(cgroup?.joinFiles ?? []),
      "--",
      // Whoever counts for the whole group comes first; the limit of a single process is for where nobody does.
      String(cpuLimit + 1),
      String(cpuLimit + 2),
      ...inNameSpaces(abilities, {
        network,
        asRoot: options.ownUser === false,
        processIds: cgroup === undefined,
      }),
      ...(cgroup === undefined ? fewProcesses(abilities, user, processes) : []),
      ...privileges(abilities, user, options),
      ...options.command,
    ],
    {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["pipe", "pipe", "pipe", ...(options.stdio ?? [])],
      detached: true,
    },
  );
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("close", (code, signal) => resolve(exitStatus(code, signal)));
  });
  child.stdin?.on("error", () => {});
  try {
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
  } catch (error) {
    await cgroup?.remove();
    throw error;
  }
  child.on("error", () => {});
  const started = confined(
    run,
    child,
    exited,
    cgroup,
    limits.cpuSeconds + (overhead.cpuSeconds ?? 0),
    limits.memoryMb + overhead.memoryMb,
    processes,
  );
  try {
    run.recordProcess(child.pid as number);
  } catch (error) {
    // Nobody would find it later.
    await started.end();
    throw error;
  }
  return started;
}

/** The group of a run; undefined where there can be none. */
async function cgroupOf({ runId }: SandboxRun, limits: CgroupLimits): Promise<Cgroup | undefined> {
  const layout = usableCgroups();
  if (layout === undefined) return undefined;
  await makeGroupFolders(groupName(runId), layout);
  return makeCgroup(groupName(runId), limits, layout);
}

/** Limits the processes of a user that only this run has, or of a user's name space; others' would be counted, too. */
function fewProcesses(
  { prlimit, nameSpaces, isRoot }: HostAbilities,
  user: number | undefined,
  most: number,
): readonly string[] {
  const isCountedAlone = user !== undefined || (!isRoot && nameSpaces !== undefined);
  return prlimit === undefined || !isCountedAlone ? [] : [prlimit, `--nproc=${most}:${most}`, "--"];
}

function privileges(
  { setpriv, nameSpaces }: HostAbilities,
  user: number | undefined,
  { ownUser = true, groups = [] }: ConfinedProcessOptions,
): readonly string[] {
  if (setpriv === undefined) return [];
  const nothing = ["--inh-caps=-all", "--bounding-set=-all"];
  // Root of a container that can make no name spaces: what it may do in there ends here.
  const isPowerful = ownUser && nameSpaces === undefined && process.getuid?.() === 0;
  const dropped =
    user === undefined
      ? isPowerful
        ? nothing
        : []
      : [
          ...[`--reuid=${user}`, `--regid=${user}`, ...nothing],
          groups.length === 0 ? "--clear-groups" : `--groups=${groups.join(",")}`,
        ];
  return [setpriv, ...dropped, ...(ownUser ? ["--no-new-privs"] : []), "--pdeathsig", "KILL", "--"];
}

function confined(
  run: SandboxRun,
  child: ChildProcess,
  exited: Promise<ExitStatus>,
  cgroup: Cgroup | undefined,
  cpuSeconds: number,
  memoryMb: number,
  mostProcesses: number,
): ConfinedProcess {
  const pid = child.pid as number;
  const killGroup = (): void => {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nothing of it is left.
    }
  };
  const killAll = (): void => {
    killGroup();
    // What has left the process group is still in the cgroup. What cannot be killed shows when the run is ended.
    cgroup?.kill().catch(() => {});
  };
  const watch = watchUsage({ pid, cgroup, cpuSeconds, memoryMb, onExceeded: killAll });
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    watch.stop();
    killGroup();
    await cgroup?.end();
    for (const stream of child.stdio) stream?.destroy();
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once("exit", resolve));
  };
  run.signal.addEventListener("abort", killAll, { once: true });
  if (run.signal.aborted) killAll();
  return {
    child,
    exited,
    limitReached(status) {
      const { limits } = run;
      const exceeded = watch.exceeded ?? (cgroup?.outOfMemory() ? "memory" : undefined);
      if (exceeded === "memory") {
        return { reason: "memory", message: `workload used more than ${limits.memoryMb} MiB of memory` };
      }
      if (exceeded === "cpu" || status?.exitCode === signalExitCode("SIGXCPU")) {
        return { reason: "cpu", message: `workload used more than ${limits.cpuSeconds}s of processor time` };
      }
      // What confines a program breaks down when it is refused a thread of its own. The program is only refused its own ones.
      if (status !== undefined && status.exitCode !== 0 && cgroup?.outOfProcesses() === true) {
        return {
          reason: "processes",
          message: `workload and what confines it needed more than ${mostProcesses} processes and threads`,
        };
      }
      return undefined;
    },
    countFromHere: () => watch.countFrom(run.limits.cpuSeconds),
    end: () => {
      run.signal.removeEventListener("abort", killAll);
      ended ??= end();
      return ended;
    },
  };
}
