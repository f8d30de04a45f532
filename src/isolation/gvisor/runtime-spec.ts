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

export interface RuntimeSpecOptions {
  readonly root: string;
  readonly image: ImageConfig;
  readonly user: ImageUser;
  readonly workload: Workload;
}

/** The runtime spec of OCI for a run. Limits are those of the run's cgroup. */
export function runtimeSpec({ root, image, user, workload }: RuntimeSpecOptions): object {
  const isRoot = user.uid === 0;
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
      rlimits: [{ type: "RLIMIT_NOFILE", soft: OPEN_FILES, hard: OPEN_FILES }],
    },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs" },
      { destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"] },
      { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"] },
    ],
    linux: {
      namespaces: ["pid", "network", "ipc", "uts", "mount"].map((type) => ({ type })),
    },
  };
}
