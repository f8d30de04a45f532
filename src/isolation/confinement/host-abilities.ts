import { spawnSync } from "node:child_process";
import { findExecutable } from "../../process/find-executable.js";
import { isMachineRoot } from "./machine-root.js";

/** What this process may use to confine others. */
export interface HostAbilities {
  readonly isRoot: boolean;
  /** Whether each run can have a user of its own. */
  readonly ownUsers: boolean;
  /** Path of `setpriv`, which also ends a program when this process dies. */
  readonly setpriv: string | undefined;
  /** Path of `prlimit`. */
  readonly prlimit: string | undefined;
  /** Path of `unshare`, where it can make a network name space without a network. */
  readonly nameSpaces: string | undefined;
  /** Whether it can make a name space of process ids, too. */
  readonly ownProcessIds: boolean;
}

export interface NameSpaceOptions {
  /** Whether the program keeps this machine's network. */
  readonly network: boolean;
  /** Whether the program must be root, if only in a name space. */
  readonly asRoot: boolean;
  /** Whether nothing that the program starts may outlive it, without a cgroup to find it by. */
  readonly processIds: boolean;
}

/** The first process of a name space is deaf to signals, and the only one to end all others with: the program is not it. */
const AS_SECOND = ["/bin/sh", "-c", '"$@"; exit $?', "sh"];

const PROCESS_IDS = ["--pid", "--fork", "--kill-child", "--mount-proc"];

/** A container's root may lack the right to become another user. */
const BECOME_ANOTHER = [
  ...["--reuid=1900000000", "--regid=1900000000", "--clear-groups"],
  ...["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"],
];

let known: HostAbilities | undefined;

/** Finds out once what can be used here, by trying. */
export function hostAbilities(): HostAbilities {
  known ??= detect();
  return known;
}

/** The beginning of a command that runs in name spaces of its own; empty where it needs none, or none can be had. */
export function inNameSpaces(
  { isRoot, nameSpaces, ownProcessIds, setpriv }: HostAbilities,
  { network, asRoot, processIds }: NameSpaceOptions,
): readonly string[] {
  if (nameSpaces === undefined) return [];
  const separate = [
    ...(network ? [] : ["--net", "--ipc"]),
    ...(processIds && ownProcessIds ? PROCESS_IDS : []),
  ];
  const user = isRoot ? [] : ["--user", ...(asRoot ? ["--map-root-user"] : [])];
  if (separate.length === 0 && !(asRoot && user.length > 0)) return [];
  const forks = separate.includes("--fork");
  // What waits for its child must end with this process, too.
  const ends = forks && setpriv !== undefined ? [setpriv, "--pdeathsig", "KILL", "--"] : [];
  return [...ends, nameSpaces, ...user, ...separate, "--", ...(forks ? AS_SECOND : [])];
}

function detect(): HostAbilities {
  const none = { isRoot: false, ownUsers: false, ownProcessIds: false };
  const nothing = { ...none, setpriv: undefined, prlimit: undefined, nameSpaces: undefined };
  if (process.platform !== "linux") return nothing;
  const isRoot = isMachineRoot();
  const setpriv = findExecutable("setpriv", process.env, "/");
  const unshare = findExecutable("unshare", process.env, "/");
  const user = isRoot ? [] : ["--user"];
  const canUnshare = unshare !== undefined && works([unshare, ...user, "--net", "--ipc", "--", "/bin/true"]);
  const setprivWorks =
    setpriv !== undefined && works([setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--", "/bin/true"]);
  return {
    isRoot,
    ownUsers: isRoot && setprivWorks && works([setpriv, ...BECOME_ANOTHER, "--", "/bin/true"]),
    setpriv: setprivWorks ? setpriv : undefined,
    prlimit: findExecutable("prlimit", process.env, "/"),
    nameSpaces: canUnshare ? unshare : undefined,
    ownProcessIds: canUnshare && works([unshare, ...user, ...PROCESS_IDS, "--", "/bin/true"]),
  };
}

function works([file, ...args]: readonly string[]): boolean {
  return spawnSync(file as string, args, { stdio: "ignore", timeout: 5_000 }).status === 0;
}
