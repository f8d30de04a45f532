import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createIsolationRegistry } from "../../../generated/isolation/registry.js";
import { type CgroupController, readCgroupLayout } from "../../../src/isolation/confinement/cgroup-layout.js";
import { createIsolation } from "../../../src/isolation/create-isolation.js";
import { findExecutable } from "../../../src/process/find-executable.js";
import { type OpenedBackend, openBackend } from "../../isolation/support/backends.js";
import { writeLayout } from "../../isolation/support/layout.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { runProgram } from "../../isolation/support/run-program.js";
import { temporaryFolder } from "../../support/folders.js";
import { preparedMicrovm } from "./support/prepared.js";
import { sharedBackend } from "./support/shared-backend.js";

const backends = ["gvisor", "microvm"] as const;
const configs: { gvisor: object; microvm: object } = { gvisor: {}, microvm: {} };
/** An image with nothing but a shell; what a workload gives as its arguments is the script and what follows it. */
let shell: string;
beforeAll(async () => {
  shell = join(temporaryFolder(), "shell");
  const applets = ["sh", "cat", "sleep", "seq", "id"].map(
    (name) => ({ name: `bin/${name}`, type: "2", linkName: "busybox" }) as const,
  );
  const busybox = { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 };
  const config = { Entrypoint: ["/bin/sh", "-c"], Env: ["PATH=/bin"] };
  writeLayout(shell, [{ layers: [[{ name: "bin", type: "5", mode: 0o755 }, busybox, ...applets]], config }]);
  configs.microvm = await preparedMicrovm();
});

const script = (...args: readonly string[]) =>
  ({ runtime: "oci", source: { kind: "image", path: shell }, args }) as const;

/** What this machine's cgroups limit the only run of a state folder to. */
function limitsInForce({ stateFolder }: OpenedBackend): Readonly<Record<string, number>> {
  const [run = ""] = readdirSync(join(stateFolder, "runs")).filter((name) => !name.includes("."));
  const layout = readCgroupLayout();
  if (layout === undefined) throw new Error("no cgroups");
  const { version, folders } = layout;
  const read = (controller: CgroupController, file: string): number => {
    const text = readFileSync(join(folders.get(controller) ?? "", `provc-${run}`, file), "utf8");
    return Number(text.split(" ")[0]);
  };
  return version === 2
    ? { memory: read("memory", "memory.max"), pids: read("pids", "pids.max"), cpu: read("cpu", "cpu.max") }
    : {
        memory: read("memory", "memory.limit_in_bytes"),
        pids: read("pids", "pids.max"),
        cpu: read("cpu", "cpu.cfs_quota_us"),
      };
}

describe.each(backends)("a program under %s", (id) => {
  const opened = sharedBackend(id, () => configs[id]);

  it("gets ten megabytes and odd arguments as they are, and is told of by signal, streams apart", async () => {
    const { backend, stateFolder } = opened();
    const stdin = randomBytes(10_000_000);
    const odd = ["", " ", "a\nb", "'\"$(id)`id`\\", "é\u2028😀", "-n", "*", "%s"];
    const chunks: Uint8Array[] = [];
    const result = await backend.execute(
      {
        id: "odd",
        ...script(
          'cat; for word; do printf "[%s]" "$word" >&2; done; printf "{%s}" "$ODD" >&2; kill -9 $$',
          "sh",
          ...odd,
        ),
        env: { ODD: odd.join("|") },
        stdin,
      },
      { onStderr: (chunk) => chunks.push(chunk) },
    );
    expect(result).toMatchObject({ status: "completed", exitCode: 137 });
    expect(Buffer.from(result.output).equals(stdin)).toBe(true);
    expect(Buffer.concat(chunks).toString()).toBe(
      `${odd.map((word) => `[${word}]`).join("")}{${odd.join("|")}}`,
    );
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("loses nothing of its output to a slow reader, though it ends at once", async () => {
    const { backend } = opened();
    const stdin = randomBytes(3_000_000);
    const slowly = (): void => {
      const end = performance.now() + 20;
      while (performance.now() < end);
    };
    const result = await backend.execute({ id: "slow", ...script("cat"), stdin }, { onStdout: slowly });
    expect(result).toMatchObject({ status: "completed", exitCode: 0 });
    expect(Buffer.from(result.output).equals(stdin)).toBe(true);
  });

  it("ends when the program does, though what that has started holds its streams", async () => {
    const { backend } = opened();
    const run = script("(sleep 600; echo late) & echo early; echo told >&2; exit 3");
    const limits = { timeoutSeconds: id === "gvisor" ? 30 : 60 };
    const result = await runProgram(backend, { ...run, limits });
    expect(result).toMatchObject({ status: "completed", exitCode: 3, output: "early\n", stderr: "told\n" });
  });

  it("has as many processes as it may, and no more", async () => {
    const { backend } = opened();
    const start =
      "i=0; while [ $i -lt 60 ]; do sleep 100 & i=$((i + 1)); echo $i; done; kill -TERM $$; sleep 5";
    const many = await runProgram(backend, script(start));
    expect(many).toMatchObject({ status: "completed", exitCode: 143, stderr: "" });
    expect(many.output.trim().split("\n").at(-1)).toBe("60");
    const few = await runProgram(backend, { ...script(start), limits: { processes: 16 } });
    expect(few).toMatchObject({ status: "completed", exitCode: 2 });
    expect(few.stderr).toContain("can't fork: Resource temporarily unavailable");
    expect(few.output.trim().split("\n").at(-1)).toBe("15");
  });

  it("is held by limits of this machine's own kernel, and ended in time even before it has begun", async () => {
    const { backend, stateFolder } = opened();
    const limits = { memoryMb: 128, cpus: 0.5, processes: 20, timeoutSeconds: 30 };
    let inForce: Readonly<Record<string, number>> = {};
    const controller = new AbortController();
    const run = await runProgram(
      backend,
      { ...script("echo up; sleep 600"), limits },
      {
        signal: controller.signal,
        onStdout: () => {
          inForce = limitsInForce(opened());
          controller.abort();
        },
      },
    );
    expect(run).toMatchObject({ status: "killed", reason: "aborted", error: "workload was killed" });
    expect(inForce.cpu).toBe(50_000);
    expect(inForce.memory).toBeGreaterThan(128 * 1024 * 1024);
    expect(inForce.memory).toBeLessThan(400 * 1024 * 1024);
    expect(inForce.pids).toBeLessThan(400);
    const early = await runProgram(backend, {
      ...script("echo up"),
      limits: { timeoutSeconds: 0.05 },
    });
    expect(early).toMatchObject({
      status: "failed",
      reason: "timeout",
      error: "workload timed out after 0.05s",
      stdout: "",
    });
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("is given up while its image is being unpacked, with nothing left of that", async () => {
    const { backend, stateFolder } = opened();
    const path = temporaryFolder();
    writeLayout(path, [
      { layers: [Array.from({ length: 20_000 }, (_, index) => ({ name: `f${index}`, content: "x" }))] },
    ]);
    const images = join(stateFolder, "cache/images");
    const controller = new AbortController();
    const running = runProgram(
      backend,
      { runtime: "oci", source: { kind: "image", path } },
      {
        signal: controller.signal,
      },
    );
    const unpacking = (): boolean =>
      existsSync(images) &&
      readdirSync(images).some((name) => existsSync(join(images, name, "image/root/f100")));
    while (!unpacking()) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await running).toMatchObject({ status: "killed", reason: "aborted" });
    expect(readdirSync(images).filter((name) => name.startsWith("new-"))).toEqual([]);
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("is refused a network that it cannot have", async () => {
    const { backend } = opened();
    await expect(runProgram(backend, { ...script("id"), network: "outbound" })).rejects.toMatchObject({
      code: "invalid_workload",
      message: `backend "${id}" allows no network`,
    });
  });
});

describe("a machine without the programs of a backend", () => {
  it.each([
    ["gvisor", "oci", "runsc", 'command "runsc" not found; Debian has it in package runsc'],
    [
      "microvm",
      "go",
      "qemu-system-x86_64",
      'command "qemu-system-x86_64" not found; Debian has it in package qemu-system-x86',
    ],
  ])("has %s as unavailable, and auto takes nothing weaker", async (id, runtime, _program, reason) => {
    const path = temporaryFolder();
    for (const name of ["sh", "setpriv", "unshare"])
      symlinkSync(findExecutable(name, process.env, "/") ?? "", join(path, name));
    const before = process.env.PATH;
    process.env.PATH = path;
    onTestFinished(() => {
      process.env.PATH = before;
    });
    const isolation = await createIsolation(
      createIsolationRegistry(),
      {},
      { stateFolder: temporaryFolder() },
    );
    onTestFinished(() => isolation.close());
    const listed = (await isolation.list()).find(({ name }) => name === id);
    expect(listed?.availability).toEqual({ available: false, reason });
    await expect(isolation.resolve("auto", runtime)).rejects.toMatchObject({
      code: "unavailable",
      message: `backend "${id}" is not available: ${reason}`,
    });
    const source = { kind: "code", code: "" } as const;
    await expect(
      isolation.execute({ id: "x", runtime: runtime as "oci", source }, { isolation: "auto" }),
    ).rejects.toMatchObject({ code: "unavailable" });
  });

  it("says so of the parts of virtual machines, too", async () => {
    const config = configs.microvm as { kernel: string };
    await expect(openBackend("microvm", { ...config, busybox: "/nowhere/busybox" })).rejects.toThrow(
      "there is no /nowhere/busybox; Debian has it in package busybox-static",
    );
    await expect(openBackend("microvm", { ...config, modules: dirname(config.kernel) })).rejects.toThrow(
      "the kernel has no module virtio_ring.ko",
    );
    const { backend } = await openBackend("microvm", { kernel: config.kernel });
    expect(
      await runProgram(backend, { runtime: "python", source: { kind: "code", code: "" } }),
    ).toMatchObject({
      status: "failed",
      reason: "backend",
      error: expect.stringContaining("make one with: provc isolation prepare") as string,
    });
  });
});
