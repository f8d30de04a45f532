import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";

/** What hostile programs try to change of this machine itself. */
export function hostState(): object {
  const log = spawnSync("dmesg", [], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).stdout ?? "";
  return {
    hostname: hostname(),
    corePattern: textOf("/proc/sys/kernel/core_pattern"),
    forwarding: textOf("/proc/sys/net/ipv4/ip_forward"),
    threads: textOf("/proc/sys/kernel/threads-max"),
    swaps: textOf("/proc/swaps"),
    modules: textOf("/proc/modules").split("\n").length,
    // The help text of the magic key `h`.
    magicKeys: log.split("sysrq: HELP").length,
    passwords: textOf("/etc/passwd"),
    named: namesIn("/run/netns"),
    mounts: textOf("/proc/self/mountinfo"),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
