import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Workload } from "../../src/isolation/workload.js";
import { openBackend } from "./support/backends.js";
import { leftovers } from "./support/leftovers.js";
import { runProgram } from "./support/run-program.js";
import { tar } from "./support/tar.js";

const script = (code: string, more: Partial<Workload> = {}) =>
  ({ runtime: "node", source: { kind: "code", code }, ...more }) as const;
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

describe("the isolate backend", () => {
  it("calls the default export with the input and gives what it returns", async () => {
    const { backend, stateFolder } = await openBackend("isolate");
    const code = `export default async (input, { args, env }) => {
      console.log("log", { a: [1] }); console.error("error"); await null;
      return { sum: input.a + input.b, args, env };
    };`;
    const result = await runProgram(
      backend,
      script(code, { input: { a: 1, b: 2 }, args: ["x"], env: { A: "é\\n" } }),
    );
    expect(result).toMatchObject({
      status: "completed",
      exitCode: 0,
      backend: "isolate",
      stdout: "log { a: [ 1 ] }\n",
      stderr: "error\n",
    });
    expect(JSON.parse(result.output)).toEqual({ sum: 3, args: ["x"], env: { A: "é\\n" } });
    expect(Date.parse(result.finishedAt)).toBeGreaterThanOrEqual(Date.parse(result.startedAt));
    expect((await runProgram(backend, script("export default () => {}"))).output).toBe("null");
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("ends with 1 and the trace for what throws or cannot be compiled, with the code of process.exit otherwise", async () => {
    const { backend } = await openBackend("isolate");
    const cases: readonly [string, number, RegExp][] = [
      [
        "export default () => { throw new RangeError('no') }",
        1,
        /^RangeError: no\n {4}at default \(index\.js:1:30\)/,
      ],
      ["throw new Error('top')", 1, /Error: top/],
      ["export default (", 1, /SyntaxError: Unexpected end of input\n {2}at index\.js/],
      ["export const a = 1", 1, /the default export is no function/],
      ["import './other.js'; export default () => 1", 1, /No such module "other\.js"/],
      ["export default () => ({ n: 1n })", 1, /BigInt/],
      ["export default () => new Promise(() => {})", 1, /would never generate a response/],
      ["export default () => process.exit(3)", 3, /^$/],
    ];
    for (const [code, exitCode, stderr] of cases) {
      const result = await runProgram(backend, script(code));
      expect([code, result.status, result.exitCode, result.output]).toEqual([
        code,
        "completed",
        exitCode,
        "",
      ]);
      expect(result.stderr).toMatch(stderr);
      expect(result.stderr).not.toMatch(/\/(?:tmp|node_modules|lib)\//);
    }
  });

  it("takes TypeScript, and says where it is wrong", async () => {
    const { backend } = await openBackend("isolate");
    const typescript = (code: string) =>
      runProgram(backend, {
        runtime: "node",
        input: 2,
        source: { kind: "code", code, language: "typescript" },
      });
    const code =
      "enum E { Two = 2 } interface I { n: number } export default (n: I['n']): number => n * E.Two;";
    expect((await typescript(code)).output).toBe("4");
    const wrong = await typescript("export default (n: => 1;");
    expect(wrong).toMatchObject({ status: "completed", exitCode: 1 });
    expect(wrong.stderr).toContain("index.ts:1:19");
    // A text that brings the compiler down takes nobody with it.
    expect(await typescript(`type A = ${"[".repeat(3_000_000)}`)).toMatchObject({
      status: "failed",
      reason: "memory",
    });
    expect((await typescript(code)).output).toBe("4");
  });

  it("takes an archive of modules in JavaScript, TypeScript, JSON and WebAssembly", async () => {
    const { backend } = await openBackend("isolate");
    const archive = gzipSync(
      tar([
        { name: "./package.json", content: '{"name":"program"}' },
        {
          name: "index.ts",
          content: `import { twice } from "./lib/twice.js"; import data from "./data.json"; import add from "./lib/add.wasm";
          export default (n: number) => new WebAssembly.Instance(add).exports.add(twice(n), data.three);`,
        },
        { name: "lib/twice.js", content: "export const twice = (n) => 2 * n;" },
        { name: "lib/types.d.ts", content: "export type Twice = (n: number) => number;" },
        { name: "lib/add.wasm", content: readFileSync(fixture("add.wasm")) },
        { name: "data.json", content: '{"three":3}' },
        { name: 'odd"name\\.js', content: "export default () => 'odd';" },
      ]),
    );
    const source = { kind: "archive", archive } as const;
    expect(await runProgram(backend, { runtime: "node", source, input: 4 })).toMatchObject({
      output: "11",
      stderr: "",
    });
    expect((await runProgram(backend, { runtime: "node", source, entry: 'odd"name\\.js' })).output).toBe(
      '"odd"',
    );
    const missing = await runProgram(backend, { runtime: "node", source, entry: "nope.js" });
    expect(missing).toMatchObject({ exitCode: 1, stderr: "there is no module nope.js in the archive\n" });
  });

  it("runs WebAssembly: WASI commands with standard streams, and exported functions", async () => {
    const { backend } = await openBackend("isolate");
    const wasm = (name: string, more: Partial<Workload>) =>
      runProgram(backend, {
        runtime: "wasm",
        source: { kind: "binary", binary: { path: fixture(name) } },
        ...more,
      });
    expect(await wasm("upper.wasm", { stdin: "hello, wörld" })).toMatchObject({
      status: "completed",
      exitCode: 7,
      output: "HELLO, WöRLD",
      stdout: "HELLO, WöRLD",
    });
    expect(await wasm("add.wasm", { entry: "add", input: [2, 3] })).toMatchObject({
      exitCode: 0,
      output: "5",
      stdout: "",
    });
    const missing = await wasm("add.wasm", {});
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain("exports no function run");
  });

  it("ends what goes over a limit, and says which", async () => {
    const { backend, stateFolder } = await openBackend("isolate");
    const cases: readonly [string, Workload["limits"], string, string][] = [
      ["for (;;);", { timeoutSeconds: 0.4 }, "timeout", "workload timed out after 0.4s"],
      ["for (;;);", { cpuSeconds: 0.2 }, "cpu", "workload used more than 0.2s of processor time"],
      [
        "const a = []; for (;;) a.push(new Array(1000).fill({}))",
        {},
        "memory",
        "workload used more than 128 MiB of memory",
      ],
      [
        "const a = []; for (;;) a.push(new Uint8Array(2e7).fill(1))",
        {},
        "memory",
        "workload used more than 128 MiB of memory",
      ],
      [
        "for (;;) console.log('y'.repeat(9000))",
        { outputBytes: 50 * 1024 },
        "output",
        "workload wrote more than 50 KiB",
      ],
      ["return 'y'.repeat(60000)", { outputBytes: 50 * 1024 }, "output", "workload wrote more than 50 KiB"],
    ];
    for (const [body, limits, reason, error] of cases) {
      const result = await runProgram(
        backend,
        script(`export default () => { ${body} }`, { limits: { memoryMb: 128, ...limits } }),
      );
      expect([body, result.status, result.reason, result.error]).toEqual([body, "failed", reason, error]);
      expect(result.output.length + result.stdout.length).toBeLessThanOrEqual(50 * 1024);
    }
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("gives no network unless it is allowed and asked for, and no file and no variable of this machine", async () => {
    const server = createServer((_request, response) => response.end("reached")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const code = `import fs from "node:fs"; import { connect } from "cloudflare:sockets";
      const attempt = async (action) => { try { return String(await action()); } catch (error) { return "refused"; } };
      export default async (url) => [
        await attempt(async () => (await fetch(url)).text()),
        await attempt(() => connect(new URL(url).host).opened.then(() => "connected")),
        await attempt(() => fs.readFileSync("/etc/passwd")),
        JSON.stringify(process.env),
      ];`;
    const denied = ["refused", "refused", "refused", "{}"];
    vi.stubEnv("PROVC_TEST_SECRET", "secret");
    const closed = await openBackend("isolate");
    expect(JSON.parse((await runProgram(closed.backend, script(code, { input: url }))).output)).toEqual(
      denied,
    );
    await expect(runProgram(closed.backend, script(code, { network: "outbound" }))).rejects.toThrow(
      'backend "isolate" allows no network',
    );
    const open = await openBackend("isolate", { allow_network: true });
    expect(
      JSON.parse((await runProgram(open.backend, script(code, { input: url, network: "outbound" }))).output),
    ).toEqual(denied);
  });

  it("ends a run when its caller does not want it any more", async () => {
    const { backend, stateFolder } = await openBackend("isolate");
    const controller = new AbortController();
    const result = await runProgram(
      backend,
      script("export default () => { console.log('runs'); for (;;); }"),
      {
        signal: controller.signal,
        onStdout: () => controller.abort(),
      },
    );
    expect(result).toMatchObject({ status: "killed", reason: "aborted", error: "workload was killed" });
    const early = await runProgram(backend, script("export default () => 1"), {
      signal: AbortSignal.abort(),
    });
    expect(early).toMatchObject({ status: "killed", output: "" });
    expect(early.exitCode).toBeUndefined();
    const cleaned = backend.execute({ id: "long", ...script("export default () => { for (;;); }") });
    await backend.cleanup("long");
    expect((await cleaned).status).toBe("killed");
    expect(leftovers(stateFolder)).toEqual([]);
  });

  it("runs no more than max_concurrency at once and loses none", async () => {
    const { backend } = await openBackend("isolate", { max_concurrency: 2 });
    expect(backend.capabilities().max_concurrency).toBe(2);
    const order: string[] = [];
    const ids = Array.from({ length: 8 }, (_, index) => `job${index}`);
    const results = await Promise.all(
      ids.map((id) =>
        runProgram(
          backend,
          { id, ...script("export default (id) => id", { input: id }) },
          { onStart: () => order.push(id) },
        ),
      ),
    );
    expect(results.map(({ output }) => output)).toEqual(ids.map((id) => JSON.stringify(id)));
    expect(order).toEqual(ids);
    const at = (moment: string): number =>
      results.filter(({ startedAt, finishedAt }) => startedAt <= moment && moment < finishedAt).length;
    expect(Math.max(...results.map(({ startedAt }) => at(startedAt)))).toBe(2);
  });

  it("refuses before anything runs what it cannot run", async () => {
    const { backend } = await openBackend("isolate");
    const good = { id: "a", ...script("export default () => 1") };
    const cases: readonly [object, string][] = [
      [{ id: "../x" }, "invalid_workload"],
      [{ runtime: "python" }, "unsupported_runtime"],
      [{ source: { kind: "image", path: "x" } }, "unsupported_source"],
      [{ source: { kind: "nothing" } }, "invalid_workload"],
      [{ stdin: "x" }, "unsupported_source"],
      [{ input: 1, stdin: "x" }, "invalid_workload"],
      [{ args: ["\0"] }, "invalid_workload"],
      [{ env: { "A=B": "x" } }, "invalid_workload"],
      [{ limits: { memoryMb: 1e6 } }, "invalid_workload"],
      [{ limits: { timeoutSeconds: Number.NaN } }, "invalid_workload"],
    ];
    for (const [change, code] of cases) {
      await expect(backend.execute({ ...good, ...change }), JSON.stringify(change)).rejects.toMatchObject({
        code,
      });
    }
    const twice = [backend.execute(good), backend.execute(good)];
    await expect(twice[1]).rejects.toMatchObject({ code: "duplicate_workload" });
    expect((await twice[0])?.status).toBe("completed");
    await backend.close();
    await expect(backend.execute(good)).rejects.toMatchObject({ code: "closed" });
  });
});
