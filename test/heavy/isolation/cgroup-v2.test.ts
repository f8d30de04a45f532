import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { openBackend } from "../../isolation/support/backends.js";
import { runProgram } from "../../isolation/support/run-program.js";
import { preparedMicrovm } from "./support/prepared.js";

/** This machine may have cgroups of version 1 only; a virtual machine of ours can have either. */
it("limits, counts and ends groups of processes by cgroups of version 2, wherever it may make them", async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("support/cgroup-v2-guest.ts", import.meta.url))],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node18",
  });
  const { backend } = await openBackend("microvm", await preparedMicrovm());
  const result = await runProgram(backend, {
    runtime: "node",
    source: { kind: "code", code: outputFiles[0]?.text ?? "" },
  });
  expect(result.stderr).toBe("");
  expect(JSON.parse(result.output)).toEqual({
    atTheTop: [2, "/sys/fs/cgroup"],
    memory: { ended: "SIGKILL", outOfMemory: true },
    busy: { ended: "SIGKILL", outOfMemory: false, left: true },
    few: { most: true },
    besideItself: "/sys/fs/cgroup/slice",
    asUser: "/sys/fs/cgroup/slice",
    notDelegated: null,
    left: [],
  });
});
