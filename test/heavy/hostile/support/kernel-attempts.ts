import type { Target } from "./attack.js";
import { knownTo } from "./module-program.js";

/** Attempts of a program with a kernel, real or gVisor's, under it; each an argument of the attacker. */
export interface KernelAttempts {
  readonly files: readonly string[];
  readonly network: readonly string[];
  readonly sockets: readonly string[];
  readonly processes: readonly string[];
  readonly calls: readonly string[];
  readonly writes: readonly string[];
  readonly devices: readonly string[];
  /** They may be sent into nothing: whether one arrives is counted on the other side. */
  readonly datagrams: readonly string[];
}

export function kernelAttempts(target: Target): KernelAttempts {
  const { server, canaries } = target;
  const { port: apiPort } = (knownTo(target) as { server: { port: number } }).server;
  const { file, writable, socket, abstractSocket, addresses, port, udpPort } = canaries;
  return {
    files: [
      ...[file, server.database, `${server.folder}/stagecraft.yml`, "/etc/shadow", "/root/.bashrc"].map(
        (path) => `read=${path}`,
      ),
      ...[
        `/proc/1/root${file}`,
        `/proc/self/root${file}`,
        `/proc/1/cwd/../../../../..${file}`,
        `/proc/self/cwd/../../..${file}`,
      ].map((path) => `read=${path}`),
      ...[file, `../../../../../../../..${file}`, `/proc/1/root${file}`].map((path) => `link=${path}`),
      `read=/proc/${server.pid}/environ`,
      `read=/proc/kcore`,
    ],
    network: [
      ...addresses.flatMap((host) => [`connect=${host}:${port}`, `connect=${host}:${apiPort}`]),
      ...["169.254.169.254:80", "1.1.1.1:53", "10.0.2.2:22", "10.0.2.3:53", "[fd00::1]:80"].map(
        (address) => `connect=${address}`,
      ),
      "packet=",
    ],
    sockets: [socket, abstractSocket, "/run/docker.sock", `${server.folder}/state/runs/x/w.sock`].map(
      (path) => `unix=${path}`,
    ),
    processes: [`kill=${server.pid}`, `ptrace=${server.pid}`],
    calls: [
      "bpf",
      "init_module",
      "kexec_load",
      "settimeofday",
      "swapon",
      "open_by_handle_at",
      "perf_event_open",
      "pivot_root",
      "process_vm_readv",
    ].map((name) => `call=${name}`),
    writes: [
      `write=${writable}<hostile`,
      `write=${server.database}<hostile`,
      `write=/proc/1/root${writable}<hostile`,
      "write=/proc/sys/kernel/core_pattern<|/bin/attacker",
      "write=/sys/fs/cgroup/memory/release_agent</bin/attacker",
      "write=/sys/kernel/uevent_helper</bin/attacker",
    ],
    devices: ["254:0", "8:0", "1:1", "1:2", "10:232", "10:241"].map((numbers) => `device=${numbers}`),
    datagrams: ["127.0.0.1", "10.0.2.2", ...addresses].map((host) => `resolve=${host}:${udpPort}`),
  };
}
