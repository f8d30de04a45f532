import { expect } from "vitest";
import { attempts, expectRefused, type HostileProgram, type Target } from "./attack.js";
import { kernelAttempts } from "./kernel-attempts.js";

type Rest = Omit<HostileProgram, "name" | "request" | "ends"> & {
  readonly ends?: object;
  readonly more?: object;
};

/** A run of the attacker in its image. */
function image(name: string, args: (target: Target) => readonly string[], rest: Rest = {}): HostileProgram {
  const { more = {}, ends = { status: "completed", exit_code: 0 }, ...checks } = rest;
  return {
    name,
    ends,
    request: (target) => ({ runtime: "oci", image: "attacker", args: args(target), ...more }),
    ...checks,
  };
}

/** The same, with everything that it tries refused. */
function refused(
  name: string,
  args: (target: Target) => readonly string[],
  more: object = {},
): HostileProgram {
  return image(name, args, { more, check: (ended, target) => expectRefused(ended, args(target)) });
}

function shell(name: string, script: string, rest: Rest = {}): HostileProgram {
  return image(name, () => ["sh", "-c", `echo tries >&2; ${script}`], {
    ...rest,
    more: { entry: "/bin/busybox", ...rest.more },
  });
}

const ends = (reason: string): object => ({ status: "failed", reason });

/** Programs in containers that look around and reach out. */
export const gvisorReads: readonly HostileProgram[] = [
  refused("reads files", (target) => kernelAttempts(target).files),
  refused("reaches for the network", (target) => kernelAttempts(target).network),
  image("sends datagrams", (target) => kernelAttempts(target).datagrams),
  refused("connects to Unix sockets", (target) => kernelAttempts(target).sockets),
  image(
    "looks at processes and their environment",
    () => [
      "processes=",
      "environment=",
      "list=/proc/[0-9]*",
      "read=/proc/1/environ",
      "read=/proc/self/mountinfo",
    ],
    {
      check(ended, { server }) {
        const got = attempts(ended);
        expect(ended.everything).not.toContain("PROVC_SERVE_TOKEN");
        expect(ended.everything).not.toContain(server.folder);
        expect(got.get("list=/proc/[0-9]*")?.split(" ").length).toBeLessThanOrEqual(2);
      },
    },
  ),
  refused("signals and traces processes of this machine", (target) => kernelAttempts(target).processes),
  refused("calls what changes a kernel", (target) => [
    ...kernelAttempts(target).calls,
    "call=reboot",
    "call=bpf",
    "mount=proc,proc",
    "mount=/dev/vda,ext4",
    "mount=cgroup,cgroup",
  ]),
  refused("writes to files and controls of this machine", (target) => [
    ...kernelAttempts(target).writes,
    "write=/proc/sysrq-trigger<h",
  ]),
  refused("makes nodes of devices", (target) => kernelAttempts(target).devices),
  refused("has the kernel start a program outside", ({ canaries }) => [`agent=${canaries.writable}`]),
  refused("leaves its root by a second one", ({ canaries }) => [`chroot=${canaries.file}`]),
  refused(
    "is a user that wants to be root",
    (target) => ["setuid=0", ...kernelAttempts(target).devices, "read=/proc/1/mem"],
    { image: "attacker-user" },
  ),
  refused("is a user with a program that has root's rights", () => ["setuid=0", "chroot=/etc/shadow"], {
    image: "attacker-user",
    entry: "/bin/privileged",
  }),
  shell("kills everything", "kill -9 -1; kill -9 1; kill -9 $PPID; echo alive >&2", {
    // It is the first process of its name space, and gets its own signal.
    ends: { status: "completed", exit_code: 137 },
  }),
];

/** Programs in containers that take all they can. */
export const gvisorBombs: readonly HostileProgram[] = [
  shell("forks for ever", "f() { f | f & f; }; f; sleep 60", {
    ends: { status: "completed", exit_code: 2 },
    tried: [/can't fork: Resource temporarily unavailable/],
  }),
  image("forks itself for ever", () => ["forks="], { ends: ends("cpu") }),
  // Within its own limit. gVisor keeps what runs its processes, with a thread for each of its own that has: they become thousands.
  shell(
    "wears out gVisor's own threads",
    "n=0; while [ $n -lt 30 ]; do (while :; do /bin/busybox true; done) & n=$((n + 1)); done; wait",
    {
      ends: {
        ...ends("processes"),
        error: "gVisor needed more than 896 processes and threads of this machine for the workload",
      },
      // It never got to an end of its own.
      check: ({ record }) => expect(record.exit_code).toBeUndefined(),
    },
  ),
  image("starts more threads than it may", () => ["threads="], {
    ends: { status: "completed", exit_code: 2 },
    tried: [/failed to create new OS thread/],
  }),
  image("fills its memory", () => ["memory="], { ends: ends("memory") }),
  image("fills its disk", () => ["fill=/fill"], { ends: ends("memory") }),
  image("fills what is in memory anyway", () => ["fill=/dev/shm/fill", "fill=/tmp/fill"], {
    ends: ends("memory"),
  }),
  image("fills its disk with empty files", () => ["files=/many"], {
    // So little that it is full long before the processor time is used up.
    more: { resources: { mem_mb: 8 } },
    ends: ends("memory"),
  }),
  image("opens files for ever", () => ["descriptors="], {
    check: (ended) => expect(attempts(ended).get("descriptors=")).toMatch(/^ERROR too many open files/),
  }),
  image("uses the processor", () => ["spin="], { ends: ends("cpu") }),
  image("waits for ever", () => ["say=tries", "unix=/none"], {
    more: {
      entry: "/bin/busybox",
      args: ["sh", "-c", "echo tries >&2; sleep 600"],
      resources: { timeout_s: 5 },
    },
    ends: ends("timeout"),
  }),
  image("writes for ever", () => ["flood=stdout"], { ends: ends("output") }),
  image("writes errors for ever", () => ["flood=stderr"], { ends: ends("output") }),
  image("writes a line that never ends", () => ["line="], { ends: ends("output") }),
  shell(
    "leaves processes behind",
    "for n in 1 2 3 4; do (trap '' TERM HUP INT; sleep 600) & done; setsid sleep 600 & exit 3",
    { ends: { status: "completed", exit_code: 3 } },
  ),
];

/** Programs in containers that lie. */
export const gvisorForgeries: readonly HostileProgram[] = [
  shell(
    "says what runsc says",
    "echo 'running container: starting container: forged' >&2; echo 'exit 0'; exit 9",
    { ends: { status: "completed", exit_code: 9 } },
  ),
  image(
    "writes events and terminal sequences",
    () => [String.raw`say=\n\nevent: done\ndata: x\n\n\r\revent: done\r\r\e[2J\0`],
    {
      async check({ record, log }, { server }) {
        const response = await fetch(`${server.url}/v1/workloads/${record.id}/logs`, {
          headers: { authorization: `Bearer ${server.token}` },
        });
        const events = (await response.text()).split("\n\n").filter((event) => event !== "");
        expect(events).toHaveLength(log.length + 1);
        expect(events.filter((event) => /^event: done$/m.test(event))).toEqual([
          "event: done\ndata: stream complete",
        ]);
      },
    },
  ),
];
