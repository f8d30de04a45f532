/** Runs in a virtual machine, as root, with nothing but cgroups of version 2; prints what it has found as JSON. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeCgroup } from "../../../../src/isolation/confinement/cgroup.js";
import { readCgroupLayout } from "../../../../src/isolation/confinement/cgroup-layout.js";
import { findUsableCgroups } from "../../../../src/isolation/confinement/usable-cgroups.js";

const top = "/sys/fs/cgroup";
const limits = { memoryMb: 60, cpus: 1, processes: 16 };
const found = () => findUsableCgroups(readCgroupLayout());
const place = () => found()?.folders.get("memory");

if (!existsSync("/bin/sh")) symlinkSync("/.provc/busybox", "/bin/sh");
spawnSync("/.provc/busybox", ["mount", "-t", "cgroup2", "none", top]);

/** A shell that joins a group and then runs a script. */
function inGroup(files: readonly string[], script: string): ChildProcess {
  const join = 'while [ "$1" != -- ]; do echo 0 > "$1" || exit 126; shift; done; shift; eval "$1"';
  return spawn("/.provc/busybox", ["sh", "-c", join, "sh", ...files, "--", script], { stdio: "ignore" });
}

async function ended(child: ChildProcess): Promise<number | string | null> {
  return await new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
}

const answers: Record<string, unknown> = { atTheTop: [found()?.version, place()] };

const layout = found();
if (layout === undefined) throw new Error(`no cgroups: ${readFileSync("/proc/self/mountinfo", "utf8")}`);
const memory = makeCgroup("provc-memory", limits, layout);
const eater = inGroup(
  memory.joinFiles,
  "/.provc/busybox dd if=/dev/zero of=/dev/null bs=200M count=1; exit 3",
);
answers.memory = { ended: await ended(eater), outOfMemory: memory.outOfMemory() };
await memory.kill();
await memory.remove();

const busy = makeCgroup("provc-busy", limits, layout);
const spinner = inGroup(
  busy.joinFiles,
  "for i in 1 2 3; do (while :; do :; done) & done; while :; do :; done",
);
while ((busy.cpuSeconds() ?? 0) < 0.5) await new Promise((resolve) => setTimeout(resolve, 50));
const spun = ended(spinner);
await busy.kill();
answers.busy = {
  ended: await spun,
  outOfMemory: busy.outOfMemory(),
  left: readdirSync(join(top, "provc-busy")).length > 0,
};
await busy.remove();

const few = makeCgroup("provc-few", { ...limits, processes: 8 }, layout);
const bomb = inGroup(
  few.joinFiles,
  "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do /.provc/busybox sleep 60 & done; exit 0",
);
await ended(bomb);
const counted = readFileSync(join(top, "provc-few", "pids.peak"), "utf8").trim();
answers.few = { most: Number(counted) <= 8 };
await few.kill();
await few.remove();

// As in a session of a user: the own group has processes, and the one above it is the user's.
const slice = join(top, "slice");
mkdirSync(join(slice, "own"), { recursive: true });
writeFileSync(join(slice, "own", "cgroup.procs"), String(process.pid));
answers.besideItself = place();
for (const name of [
  "",
  "cgroup.procs",
  "cgroup.subtree_control",
  "own",
  "own/cgroup.procs",
  "own/cgroup.subtree_control",
])
  chownSync(join(slice, name), 1000, 1000);
process.setegid?.(1000);
process.seteuid?.(1000);
answers.asUser = place();
process.seteuid?.(0);
chownSync(slice, 0, 0);
for (const name of ["cgroup.procs", "cgroup.subtree_control"]) chownSync(join(slice, name), 0, 0);
process.seteuid?.(1000);
answers.notDelegated = place() ?? null;
process.seteuid?.(0);
answers.left = readdirSync(top, { recursive: true })
  .map(String)
  .filter((name) => dirname(name).startsWith("provc-") || name.startsWith("provc-"));
console.log(JSON.stringify(answers));
