import { spawnSync } from "node:child_process";
import { findExecutable } from "../../process/find-executable.js";

/** What this process may use to confine others. */
export interface HostAbilities {
  /** Whether each run can have a user of its own. */
  readonly ownUsers: boolean;
  /** Path of `setpriv`, which also ends a program when this process dies. */
  readonly setpriv: string | undefined;
  /** `unshare` and its arguments for a network name space without a network; undefined where none can be had. */
  readonly noNetwork: readonly string[] | undefined;
}

let known: HostAbilities | undefined;

/** Finds out once what can be used here, by trying. */
export function hostAbilities(): HostAbilities {
  known ??= detect();
  return known;
}

function detect(): HostAbilities {
  if (process.platform !== "linux") return { ownUsers: false, setpriv: undefined, noNetwork: undefined };
  const root = process.getuid?.() === 0;
  const setpriv = findExecutable("setpriv", process.env, "/");
  const unshare = findExecutable("unshare", process.env, "/");
  const candidates = root ? [["--net", "--ipc"]] : [["--user", "--net", "--ipc"]];
  const usable = candidates.find(
    (args) => unshare !== undefined && works([unshare, ...args, "--", "/bin/true"]),
  );
  const setprivWorks =
    setpriv !== undefined && works([setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--", "/bin/true"]);
  return {
    ownUsers: root && setprivWorks,
    setpriv: setprivWorks ? setpriv : undefined,
    noNetwork: usable === undefined ? undefined : [unshare as string, ...usable, "--"],
  };
}

function works([file, ...args]: readonly string[]): boolean {
  return spawnSync(file as string, args, { stdio: "ignore", timeout: 5_000 }).status === 0;
}
