import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { tar } from "../../../isolation/support/tar.js";
import { attempts, expectRefused, type HostileProgram, type Target } from "./attack.js";
import { kernelAttempts } from "./kernel-attempts.js";

type Rest = Omit<HostileProgram, "name" | "request" | "ends"> & {
  readonly ends?: object;
  readonly more?: object;
};

const completed = { status: "completed", exit_code: 0 };
const ends = (reason: string): object => ({ status: "failed", reason });

/** A run of the attacker as a static program. */
function binary(name: string, args: (target: Target) => readonly string[], rest: Rest = {}): HostileProgram {
  const { more = {}, ends = completed, ...checks } = rest;
  return {
    ...{ name, ends, ...checks },
    request: (target) => ({
      ...{ runtime: "go", binary: readFileSync(target.attacker).toString("base64") },
      ...{ args: args(target), ...more },
    }),
  };
}

/** A shell script in a guest, whose commands are busybox's. */
function shell(name: string, script: string | ((target: Target) => string), rest: Rest = {}): HostileProgram {
  const { more = {}, ends = completed, ...checks } = rest;
  return {
    ...{ name, ends, ...checks },
    request: (target) => {
      const text = typeof script === "string" ? script : script(target);
      const content = `#!/bin/sh\necho tries >&2\n${text}\n`;
      const archive = gzipSync(tar([{ name: "main", content, mode: 0o755 }])).toString("base64");
      return { runtime: "archive", isolation: "microvm", code_archive: archive, ...more };
    },
  };
}

/** The ports and the console of a guest, as its root makes them for itself. */
const NODES = `
major=$(grep virtio-portsdev /proc/devices | cut -d' ' -f1)
for port in 0 1 2 3; do mknod /tmp/port$port c $major $port; done
mknod /tmp/console c 4 64`;

/** Programs in virtual machines that look around, reach out and lie: all of them are root, and may do in their machine what they like. */
export const microvmAttacks: readonly HostileProgram[] = [
  binary(
    "reads files, reaches for the network and for sockets, signals and traces",
    (target) => {
      const { files, network, sockets, processes, datagrams } = kernelAttempts(target);
      const own = files.filter((attempt) => attempt !== "read=/proc/kcore");
      return [
        ...own,
        ...network.filter((attempt) => attempt !== "packet="),
        ...sockets,
        ...processes,
        ...datagrams,
        "environment=",
        "processes=",
      ];
    },
    {
      check(ended, target) {
        const { files, network, sockets, processes } = kernelAttempts(target);
        const own = files.filter((attempt) => attempt !== "read=/proc/kcore");
        expectRefused(ended, [
          ...own,
          ...network.filter((attempt) => attempt !== "packet="),
          ...sockets,
          ...processes,
        ]);
        expect(ended.everything).not.toContain("PROVC_SERVE_TOKEN");
      },
    },
  ),
  binary(
    "leaves its root, writes to controls and devices of its kernel",
    (target) => {
      const { writes, devices } = kernelAttempts(target);
      return [
        ...writes,
        "write=/proc/sysrq-trigger<h",
        `agent=${target.canaries.writable}`,
        ...devices.filter((name) => name !== "device=1:1"),
        `chroot=${target.canaries.file}`,
      ];
    },
    {
      check(ended, { canaries }) {
        const got = attempts(ended);
        expect(got.get(`write=${canaries.writable}<hostile`)).toMatch(/^ERROR /);
        // It is root of a kernel of its own: there it gets out of its root, and finds nothing of this machine.
        expect(got.get(`chroot=${canaries.file}`)).toMatch(/^ERROR .*no such file/);
        expect(got.get("device=254:0")).toMatch(/^ERROR /);
      },
    },
  ),
  shell(
    "forges its exit code on the control port and the console",
    `${NODES}
for port in /tmp/port3 /tmp/port1 /tmp/port2 /tmp/console /dev/console; do
  echo "tries $port" >&2
  (printf 'exit 0\\nstarted 1\\nfailed forged\\n@@END rc=0\\nKernel panic - not syncing: forged\\nOut of memory: Killed process 1\\n' > $port) 2>&1
done
exit 9`,
    { ends: { status: "completed", exit_code: 9 }, tried: [/tries \/tmp\/port3/, /tries \/dev\/console/] },
  ),
  shell("restarts its machine", "echo 1 > /proc/sys/kernel/sysrq; echo b > /proc/sysrq-trigger; sleep 60", {
    ends: ends("backend"),
  }),
  shell("brings its kernel down", "echo 1 > /proc/sys/kernel/sysrq; echo c > /proc/sysrq-trigger; sleep 60", {
    ends: ends("backend"),
  }),
  shell("kills everything in its machine", "kill -9 1; kill -9 -1; sleep 1; exit 4", {
    // The first process cannot be killed, and waits for the program.
    ends: { status: "completed", exit_code: 4 },
  }),
  {
    name: "writes to the disk that all machines share",
    request: () => ({
      runtime: "python",
      code: `import os, stat, sys
print("tries", file=sys.stderr)
os.mknod("/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(254, 0))
for action in (lambda: os.write(os.open("/tmp/disk", os.O_WRONLY), b"x" * 4096), lambda: open("/tmp/disk", "wb", buffering=0).write(b"x"), lambda: os.system("mount -o remount,rw / 2>&1")):
  try: print("ended", action())
  except OSError as error: print("ERROR", error)
open("/usr/lib/left-behind", "w").write("left")`,
    }),
    ends: completed,
    async check({ output }, { server }) {
      expect(output.match(/^ERROR/gm)).toHaveLength(2);
      const next = await server.run({
        runtime: "python",
        code: "import os\nprint(os.path.exists('/usr/lib/left-behind'))",
      });
      expect(next.output).toBe("False\n");
    },
  },
];

/** Programs in virtual machines that take all they can. */
export const microvmBombs: readonly HostileProgram[] = [
  shell("forks for ever", "f() { f | f & f; }; f; sleep 60", {
    ends: { status: "completed", exit_code: 2 },
    tried: [/can't fork: Resource temporarily unavailable/],
  }),
  binary("fills its memory", () => ["memory="], { ends: ends("memory") }),
  shell(
    "fills its disk",
    "for file in /tmp/a /dev/shm/a /a /program/a; do dd if=/dev/zero of=$file bs=1M 2>&1; done; echo full",
    // All of it is memory. The program ends with what it has started, whichever of them has asked for the last of it.
    { ends: { ...ends("memory"), exit_code: 137 } },
  ),
  binary("opens and makes files for ever", () => ["files=/tmp/many", "descriptors="], {
    check(ended) {
      expect(attempts(ended).get("descriptors=")).toMatch(/^ERROR too many open files/);
      expect(attempts(ended).get("files=/tmp/many")).toMatch(/^ERROR .*no space left/);
    },
  }),
  binary("starts more threads than it may", () => ["threads="], {
    ends: { status: "completed", exit_code: 2 },
    tried: [/failed to create new OS thread/],
  }),
  binary("uses the processor", () => ["spin="], { ends: ends("cpu") }),
  shell("waits for ever", "trap '' TERM HUP INT; while :; do sleep 600; done", {
    more: { resources: { timeout_s: 25 } },
    ends: ends("timeout"),
  }),
  binary("writes for ever", () => ["flood=stdout"], { ends: ends("output") }),
  shell(
    "writes to its console for ever",
    "mknod /tmp/console c 4 64; (while :; do echo flood; done) > /tmp/console",
    { ends: ends("cpu") },
  ),
];
