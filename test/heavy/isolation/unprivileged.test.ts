import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Availability, WorkloadResult } from "../../../src/isolation/backend.js";
import { writeLayout } from "../../isolation/support/layout.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { temporaryFolder } from "../../support/folders.js";
import { preparedMicrovm } from "./support/prepared.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const runner = fileURLToPath(new URL("support/as-nobody.ts", import.meta.url));
const NOBODY = 65_534;

interface Answer {
  readonly backends: Readonly<Record<string, Availability>>;
  readonly results: readonly (Omit<WorkloadResult, "output"> & { readonly output: string })[];
  readonly errors: readonly string[];
}

/** A user that may nothing, who has no cgroup to put anything into. */
const NOBODY_ELSE = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--"];

/** Runs workloads as the user that a command makes of root. */
function asUser(
  become: readonly string[],
  config: object,
  workloads: readonly (readonly [string, object])[],
): Answer {
  const home = temporaryFolder();
  chmodSync(home, 0o755);
  const own = join(home, "own");
  mkdirSync(own);
  if (become === NOBODY_ELSE) chownSync(own, NOBODY, NOBODY);
  const state = join(own, "state");
  const [program = "", ...args] = [
    ...[...become, process.execPath, "--import", "tsx", runner],
    ...[state, JSON.stringify(config), JSON.stringify(workloads)],
  ];
  const { stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", HOME: own, TMPDIR: own },
  });
  expect(stderr).toBe("");
  expect(leftovers(state)).toEqual([]);
  return JSON.parse(stdout) as Answer;
}

function shellImage(): string {
  const path = temporaryFolder();
  chmodSync(path, 0o755);
  const layer = [
    { name: "bin", type: "5", mode: 0o555 },
    { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 },
    { name: "bin/sh", type: "2", linkName: "busybox" },
    { name: "secret", content: "for root only", mode: 0o000 },
  ] as const;
  const config = { Entrypoint: ["/bin/sh", "-c"], Env: ["PATH=/bin"] };
  writeLayout(path, [{ layers: [layer, [{ name: "bin/more", content: "x" }]], config }]);
  return path;
}

it("runs workloads of every backend for a user without rights, within the same limits", async () => {
  const source = { kind: "image", path: shellImage() };
  const image = (script: string, limits = {}) => ({ runtime: "oci", source, args: [script], limits });
  const code = (text: string, limits = {}) => ({
    runtime: "node",
    source: { kind: "code", code: `export default async () => { ${text} }` },
    limits,
  });
  const { kernel } = (await preparedMicrovm()) as { kernel: string };
  const eat =
    "const kept = []; for (;;) { kept.push(new Uint8Array(1e6).fill(1)); await new Promise((done) => setTimeout(done, 1)); }";
  const { backends, results, errors } = asUser(
    NOBODY_ELSE,
    { microvm: { kernel }, gvisor: { allow_network: true } },
    [
      ["isolate", code("return 42")],
      ["isolate", code(eat, { memoryMb: 64 })],
      ["isolate", code("for (;;);", { cpuSeconds: 1 })],
      [
        "gvisor",
        image("busybox id -u; busybox cat /secret; echo x > /new; busybox cat /new; echo error >&2; exit 5"),
      ],
      ["gvisor", image("busybox dd if=/dev/zero of=/new bs=1M", { memoryMb: 64 })],
      ["gvisor", image("busybox dd if=/dev/zero of=/dev/null bs=600M count=1", { memoryMb: 64 })],
      ["gvisor", image("while :; do :; done", { cpuSeconds: 1 })],
      ["gvisor", { ...image("busybox cat /etc/resolv.conf > /dev/null && exit 6"), network: "outbound" }],
      ["gvisor", image("busybox sleep 600", { timeoutSeconds: 2 })],
      [
        "gvisor",
        image("i=0; while [ $i -lt 40 ]; do busybox sleep 60 & i=$((i + 1)); done", { processes: 16 }),
      ],
      ["microvm", image("busybox id -u; busybox cat /secret; echo x > /new; busybox cat /new; exit 5")],
      ["microvm", image("while :; do :; done", { cpuSeconds: 1 })],
    ],
  );
  const held = { memory: "watched", network: "none", user: "that of this process", privileges: "dropped" };
  expect(backends).toMatchObject({
    isolate: { available: true, details: held },
    gvisor: { available: true, details: { memory: "watched" } },
    microvm: { available: true, details: held },
  });
  expect(results.map(({ reason, exitCode, output }) => [reason ?? exitCode, output])).toEqual([
    [0, "42"],
    ["memory", ""],
    ["cpu", ""],
    [5, "0\nfor root onlyx\n"],
    ["memory", ""],
    ["memory", ""],
    ["cpu", ""],
    [6, ""],
    ["timeout", ""],
    [2, ""],
    [5, "0\nfor root onlyx\n"],
    ["cpu", ""],
  ]);
  expect(errors).toEqual([]);
});

/** The root of a container: no more than the user outside of it that it is. */
const CONTAINER = ["unshare", "--user", "--map-root-user", "--"];

it("runs workloads for the root of a container, who is root in there only", () => {
  const source = { kind: "image", path: shellImage() };
  const { backends, results, errors } = asUser(CONTAINER, {}, [
    ["isolate", { runtime: "node", source: { kind: "code", code: "export default () => 42" } }],
    ["gvisor", { runtime: "oci", source, args: ["busybox id -u; exit 5"] }],
  ]);
  expect(backends.isolate).toMatchObject({ available: true, details: { user: "that of this process" } });
  expect(results.map(({ exitCode, output }) => [exitCode, output])).toEqual([
    [0, "42"],
    [5, "0\n"],
  ]);
  expect(errors).toEqual([]);
});

it("says the true reason where a user has no name spaces", () => {
  const none = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"';
  const { backends } = asUser([...CONTAINER, "sh", "-c", none, "sh"], {}, []);
  expect(backends.gvisor).toMatchObject({ available: false });
  expect(JSON.stringify(backends.gvisor)).toContain(
    "runsc with platform ptrace does not run here: the program cannot be started",
  );
  expect(backends.isolate).toMatchObject({ available: true, details: { network: "denied by the program" } });
  expect(JSON.stringify(backends.microvm)).toContain(
    "there is no kernel; fetch one with: provc isolation prepare",
  );
});
