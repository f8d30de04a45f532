import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { findExecutable } from "../../../src/process/find-executable.js";
import { openBackend } from "../../isolation/support/backends.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { runProgram } from "../../isolation/support/run-program.js";
import { tar } from "../../isolation/support/tar.js";
import { temporaryFolder } from "../../support/folders.js";
import { busyboxImage, goProgram, preparedMicrovm } from "./support/prepared.js";
import { sharedBackend } from "./support/shared-backend.js";

let config: object;
beforeAll(async () => {
  config = await preparedMicrovm();
});

const code = (runtime: "node" | "python", text: string) =>
  ({ runtime, source: { kind: "code", code: text } }) as const;

const GO = `package main
import ("bufio"; "fmt"; "os"; "strings"; "time")
func main() {
  if len(os.Args) > 1 && os.Args[1] == "clock" { fmt.Print(time.Now().Unix()); return }
  fmt.Println("hello from go", os.Args[1:], os.Getenv("NAME"))
  reader := bufio.NewScanner(os.Stdin)
  for reader.Scan() { fmt.Println(strings.ToUpper(reader.Text())) }
  fmt.Fprintln(os.Stderr, "to stderr")
  os.Exit(5)
}`;

describe("the microvm backend", () => {
  const opened = sharedBackend("microvm", () => config);

  it("runs a static Go program: arguments, environment, input, streams apart, exit code, clock", async () => {
    const { backend, stateFolder } = opened();
    const binary = { path: goProgram(temporaryFolder(), GO) };
    const source = { kind: "binary", binary } as const;
    const env = { NAME: "it's\n'two' lines" };
    const result = await runProgram(backend, {
      runtime: "go",
      source,
      args: ["a b", "$HOME"],
      env,
      stdin: "one\ntwö\n",
    });
    expect(result).toMatchObject({ status: "completed", exitCode: 5, stderr: "to stderr\n" });
    expect(result.output).toBe(`hello from go [a b $HOME] ${env.NAME}\nONE\nTWÖ\n`);
    const clock = await runProgram(backend, { runtime: "go", source, args: ["clock"] });
    expect(Math.abs(Number(clock.output) - Date.parse(clock.finishedAt) / 1000)).toBeLessThan(5);
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("runs Python and Node: a hello world, and a program that reads its input", async () => {
    const { backend, stateFolder } = opened();
    expect(await runProgram(backend, code("python", "print('hello from python')"))).toMatchObject({
      exitCode: 0,
      output: "hello from python\n",
    });
    const sum =
      "import json, sys\nprint(sum(json.load(sys.stdin)['numbers']))\nsys.stderr.write('log\\n')\nsys.exit(3)";
    expect(
      await runProgram(backend, { ...code("python", sum), input: { numbers: [1, 2, 3] } }),
    ).toMatchObject({ exitCode: 3, output: "6\n", stderr: "log\n" });
    expect(await runProgram(backend, code("node", "console.log('hello from node')"))).toMatchObject({
      exitCode: 0,
      output: "hello from node\n",
    });
    const upper =
      "import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync(0, 'utf8').toUpperCase());\nprocess.exitCode = 4;";
    expect(await runProgram(backend, { ...code("node", upper), stdin: "wörld" })).toMatchObject({
      exitCode: 4,
      output: "WÖRLD",
    });
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("runs code archives: a Python package, and any program by its entry", async () => {
    const { backend } = opened();
    const archive = gzipSync(
      tar([
        { name: "main.py", content: "from lib.greet import greet\nprint(greet(open('data.txt').read()))" },
        { name: "lib/greet.py", content: "def greet(name): return 'hello ' + name" },
        { name: "data.txt", content: "anna" },
        {
          name: "bin/start.sh",
          content: "#!/bin/sh\ncat /program/link; echo; pwd; ls /; exit 9",
          mode: 0o755,
        },
        { name: "link", type: "2", linkName: "data.txt" },
      ]),
    );
    const source = { kind: "archive", archive } as const;
    expect((await runProgram(backend, { runtime: "python", source })).output).toBe("hello anna\n");
    const started = await runProgram(backend, { runtime: "archive", source, entry: "bin/start.sh" });
    expect(started).toMatchObject({ exitCode: 9, stderr: "" });
    expect(started.output).toMatch(/^anna\n\/program\nbin\n/);
  });

  it("runs an OCI image on a scratch layer, as its user", async () => {
    const { backend, stateFolder } = opened();
    const path = busyboxImage(
      temporaryFolder(),
      `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir /data /program && chown 1000:1000 /data && echo own > /program/file
ENV GREETING=hello
WORKDIR /data
USER 1000:1000
ENTRYPOINT ["/bin/sh", "-c"]
CMD ["ls; cat /program/file; id -u; echo $GREETING > new; cat new; cat; echo error >&2; exit 5"]`,
    );
    const workload = { runtime: "oci", source: { kind: "image", path }, stdin: "input\n" } as const;
    for (let round = 0; round < 2; round++) {
      expect(await runProgram(backend, workload)).toMatchObject({
        status: "completed",
        exitCode: 5,
        output: "own\n1000\nhello\ninput\n",
        stderr: "error\n",
      });
    }
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("ends what goes over a limit, and reaches no network", async () => {
    const { backend, stateFolder } = opened();
    const run = (text: string, limits: object) => runProgram(backend, { ...code("python", text), limits });
    expect(await run("import time\ntime.sleep(600)", { timeoutSeconds: 8 })).toMatchObject({
      status: "failed",
      reason: "timeout",
    });
    expect(await run("while True: pass", { cpuSeconds: 2 })).toMatchObject({
      status: "failed",
      reason: "cpu",
    });
    expect(await run("a = []\nwhile True: a.append(bytearray(1000000))", { memoryMb: 128 })).toMatchObject({
      status: "failed",
      reason: "memory",
    });
    expect(await run("while True: print('y' * 1000)", { outputBytes: 50_000 })).toMatchObject({
      status: "failed",
      reason: "output",
    });
    const net =
      "import socket\nfor a in ('127.0.0.1', '10.0.2.2', '1.1.1.1'):\n  try: socket.create_connection((a, 22), 3); print('reached')\n  except OSError: print('refused')";
    expect((await run(net, {})).output).toBe("refused\nrefused\nrefused\n");
    expect(leftovers(stateFolder)).toEqual([]);
  });
});

describe("a microvm backend that cannot run here", () => {
  it("says what is missing", async () => {
    await expect(openBackend("microvm", { kernel: "/nowhere/vmlinuz-1" })).rejects.toThrow(
      'backend "microvm" is not available: there is no kernel "/nowhere/vmlinuz-1"',
    );
    await expect(openBackend("microvm", {})).rejects.toThrow("provc isolation prepare");
    await expect(openBackend("microvm", { ...config, qemu: "qemu-nowhere" })).rejects.toThrow(
      'command "qemu-nowhere" not found',
    );
  });

  it("gives up an accelerator that hangs, and takes the one that works when either will do", async () => {
    const qemu = join(temporaryFolder(), "qemu");
    chmodSync(dirname(qemu), 0o755);
    const real = findExecutable("qemu-system-x86_64", process.env, "/");
    writeFileSync(qemu, `#!/bin/sh\ncase "$*" in *"-accel kvm"*) exec sleep 600;; esac\nexec ${real} "$@"\n`);
    chmodSync(qemu, 0o755);
    const [either, kvm] = await Promise.allSettled([
      openBackend("microvm", { ...config, qemu }),
      openBackend("microvm", { ...config, qemu, accelerator: "kvm" }),
    ]);
    if (either.status === "rejected") throw either.reason;
    expect(await either.value.backend.available()).toMatchObject({
      available: true,
      details: { accelerator: "tcg" },
    });
    expect(kvm).toMatchObject({
      status: "rejected",
      reason: {
        message:
          'backend "microvm" is not available: a virtual machine does not boot with kvm: it was not up after 10s',
      },
    });
    expect(leftovers(either.value.stateFolder)).toEqual([]);
  });

  // By software a machine that is busy with other things may need longer than the hardware is given.
  it("takes the hardware accelerator, once a machine has booted with it", { retry: 3 }, async () => {
    // Where KVM cannot run unmodified guests, what is asked of it is done by software; software itself is refused.
    const qemu = join(temporaryFolder(), "qemu");
    chmodSync(dirname(qemu), 0o755);
    const real = findExecutable("qemu-system-x86_64", process.env, "/");
    const lines = [
      "#!/bin/bash",
      'case "$*" in *"-accel tcg"*) echo "software is not wanted" >&2; exit 1;; esac',
      'arguments=("$@")',
      'for at in "${!arguments[@]}"; do',
      '  case "${arguments[at]}" in kvm) arguments[at]=tcg,tb-size=64;; host) arguments[at]=max;; esac',
      "done",
      `exec ${real} "\${arguments[@]}"`,
    ];
    writeFileSync(qemu, lines.join("\n"));
    chmodSync(qemu, 0o755);
    const { backend, stateFolder } = await openBackend("microvm", { ...config, qemu, accelerator: "kvm" });
    expect(await backend.available()).toMatchObject({ available: true, details: { accelerator: "kvm" } });
    const result = await runProgram(backend, code("python", "print(6 * 7)"));
    expect(result).toMatchObject({ status: "completed", exitCode: 0, output: "42\n" });
    expect(leftovers(stateFolder)).toEqual([]);
  });
});
