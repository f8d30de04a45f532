import { existsSync, realpathSync } from "node:fs";
import { type ImageConfig, imageCommand } from "../image/image-config.js";
import type { ImageUser } from "../image/image-user.js";
import type { Workload } from "../workload.js";

/** Those that container runtimes give by default, but the right to make raw packets. All of it is gVisor's own, not this kernel's. */
const CAPABILITIES = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_NET_BIND_SERVICE",
  "CAP_SETFCAP",
  "CAP_SETGID",
  "CAP_SETPCAP",
  "CAP_SETUID",
  "CAP_SYS_CHROOT",
];
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const OPEN_FILES = 4096;
const RESOLVER = "/etc/resolv.conf";

export interface RuntimeSpecOptions {
  readonly root: string;
  readonly image: ImageConfig;
  readonly user: ImageUser;
  readonly workload: Workload;
  /** The most processes and threads that there may be. */
  readonly processes: number;
}

/** The runtime spec of OCI for a run. Memory and processor time are limited by the run's cgroup. */
export function runtimeSpec({ root, image, user, workload, processes }: RuntimeSpecOptions): object {
  const isRoot = user.uid === 0;
  // With this machine's network it needs to know who answers for names; a network name space of its own would have none.
  const isConnected = workload.network === "outbound";
  const nameSpaces = ["pid", "ipc", "uts", "mount", ...(isConnected ? [] : ["network"])];
  const capabilities = isRoot ? CAPABILITIES : [];
  const env = { PATH: DEFAULT_PATH, HOME: isRoot ? "/root" : "/", ...image.env, ...workload.env };
  return {
    ociVersion: "1.0.2",
    hostname: "workload",
    root: { path: root, readonly: false },
    process: {
      terminal: false,
      user,
      args: imageCommand(image, workload.entry, workload.args),
      env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      cwd: image.workingDirectory.startsWith("/") ? image.workingDirectory : `/${image.workingDirectory}`,
      noNewPrivileges: true,
      capabilities: {
        bounding: capabilities,
        effective: capabilities,
        permitted: capabilities,
        inheritable: [],
        ambient: [],
      },
      // gVisor holds root to the number of processes, too.
      rlimits: [limit("RLIMIT_NOFILE", OPEN_FILES), limit("RLIMIT_NPROC", processes)],
    },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs" },
      { destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"] },
      { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"] },
      ...(isConnected && existsSync(RESOLVER) ? [readOnlyFile(RESOLVER)] : []),
    ],
    linux: {
      namespaces: nameSpaces.map((type) => ({ type })),
    },
  };
}

function limit(type: string, most: number): object {
  return { type, soft: most, hard: most };
}

function readOnlyFile(path: string): object {
  return { destination: path, type: "bind", source: realpathSync(path), options: ["bind", "ro"] };
}
