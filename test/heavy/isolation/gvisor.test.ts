import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openBackend } from "../../isolation/support/backends.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { runProgram } from "../../isolation/support/run-program.js";
import { temporaryFolder } from "../../support/folders.js";
import { busyboxImage } from "./support/prepared.js";

let path: string;
beforeAll(() => {
  path = busyboxImage(
    temporaryFolder(),
    `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY data.txt gone.txt /data/
RUN rm /data/gone.txt && mkdir /scratch && chown 1000:1000 /scratch && ln -s /etc/passwd /data/link
ENV GREETING=hello
WORKDIR /data
USER 1000:1000
ENTRYPOINT ["/bin/sh", "-c"]
CMD ["ls; id -u; echo $GREETING; cat; echo error >&2; exit 5"]`,
    { "data.txt": "data", "gone.txt": "gone" },
  );
});

const image = (command?: string, more: object = {}) =>
  ({
    runtime: "oci",
    source: { kind: "image", path },
    ...(command !== undefined && { args: [command] }),
    ...more,
  }) as const;

describe("the gvisor backend", () => {
  it("runs an image as it says: user, folder, environment, streams apart, exit code", async () => {
    const { backend, stateFolder } = await openBackend("gvisor");
    const result = await runProgram(backend, image(undefined, { stdin: "input\n" }));
    expect(result).toMatchObject({ status: "completed", exitCode: 5, stderr: "error\n" });
    expect(result.output).toBe("data.txt\nlink\n1000\nhello\ninput\n");
    const env = await runProgram(backend, image('echo "$A"; uname -r', { env: { A: "it's\n'x'" } }));
    expect(env.output).toBe("it's\n'x'\n4.4.0\n");
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("gives every run a scratch layer of its own, and no file, process or network of this machine", async () => {
    const { backend, stateFolder } = await openBackend("gvisor");
    const secret = join(temporaryFolder(), "secret");
    writeFileSync(secret, "secret");
    const server = createServer((socket) => socket.end("reached\n")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    for (let round = 0; round < 2; round++) {
      const result = await runProgram(
        backend,
        image("echo x > /scratch/new; ls /scratch; touch /bin/new || echo refused", {}),
      );
      expect(result.output).toBe("new\nrefused\n");
    }
    const probe = await runProgram(
      backend,
      image(`cat ${secret}; nc -w 2 127.0.0.1 ${port} < /dev/null; ps | wc -l; kill -9 ${process.pid}`),
    );
    expect(probe.output.trim()).toMatch(/^[3-6]$/);
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("ends what goes over a limit, and what nobody wants any more", async () => {
    const { backend, stateFolder } = await openBackend("gvisor");
    const run = (command: string, limits: object) => runProgram(backend, image(command, { limits }));
    expect(await run("sleep 600", { timeoutSeconds: 2 })).toMatchObject({
      status: "failed",
      reason: "timeout",
    });
    expect(await run("while :; do :; done", { cpuSeconds: 1 })).toMatchObject({
      status: "failed",
      reason: "cpu",
    });
    expect(await run("dd if=/dev/zero of=/dev/null bs=600M count=1", { memoryMb: 64 })).toMatchObject({
      status: "failed",
      reason: "memory",
    });
    expect(await run("dd if=/dev/zero of=/tmp/full bs=1M", { memoryMb: 64 })).toMatchObject({
      status: "failed",
      reason: "memory",
    });
    expect(await run("cat /dev/zero", { outputBytes: 50_000 })).toMatchObject({
      status: "failed",
      reason: "output",
    });
    await run("f() { f | f & }; f; sleep 2", { processes: 16, timeoutSeconds: 10 });
    const controller = new AbortController();
    const killed = await runProgram(backend, image("echo up; sleep 600"), {
      signal: controller.signal,
      onStdout: () => controller.abort(),
    });
    expect(killed).toMatchObject({ status: "killed", output: "up\n" });
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("says why a program or an image cannot be started", async () => {
    const { backend } = await openBackend("gvisor");
    const missing = await runProgram(backend, image(undefined, { entry: "/bin/nowhere" }));
    expect(missing).toMatchObject({ status: "failed", reason: "start" });
    expect(missing.error).toContain("/bin/nowhere");
    const nowhere = await runProgram(backend, {
      runtime: "oci",
      source: { kind: "image", path: "/nowhere" },
    });
    expect(nowhere).toMatchObject({
      status: "failed",
      reason: "start",
      error: 'there is no image at "/nowhere"',
    });
    const wrong = await runProgram(backend, {
      runtime: "oci",
      source: { kind: "image", path, reference: "app:2" },
    });
    expect(wrong.error).toContain('no image "app:2"');
  });

  it("has the network of this machine when it is allowed and asked for, and only then", async () => {
    const { backend, stateFolder } = await openBackend("gvisor", { allow_network: true });
    const server = createServer((socket) => socket.end("reached\n")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const connect = image(`nc -w 5 127.0.0.1 ${port} < /dev/null || echo refused`);
    expect((await runProgram(backend, { ...connect, network: "outbound" })).output).toBe("reached\n");
    const resolver = image("cat /etc/resolv.conf; echo x > /etc/resolv.conf");
    const asked = await runProgram(backend, { ...resolver, network: "outbound" });
    expect(asked.output).toBe(readFileSync("/etc/resolv.conf", "utf8"));
    expect(asked.exitCode).not.toBe(0);
    expect((await runProgram(backend, resolver)).output).toBe("");
    expect((await runProgram(backend, connect)).output).toContain("refused");
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("is not available without runsc, and nothing else is taken instead", async () => {
    await expect(openBackend("gvisor", { runsc: "runsc-nowhere" })).rejects.toThrow(
      'backend "gvisor" is not available: command "runsc-nowhere" not found',
    );
  });
});
