import { expect } from "vitest";
import type { HostileProgram } from "./attack.js";
import { moduleProgram } from "./module-program.js";

const timeout = (seconds: number): Pick<HostileProgram, "ends"> & { readonly request: object } => ({
  ends: {
    status: "failed",
    reason: "timeout",
    error: `workload timed out after ${seconds}s`,
    exit_code: 137,
  },
  request: { resources: { timeout_s: seconds } },
});
const memory = { ends: { status: "failed", reason: "memory", exit_code: 137 } } as const;
const output = {
  ends: { status: "failed", reason: "output", error: "workload wrote more than 256 KiB" },
} as const;

/** `(module (func (export "run") (loop (br 0))))` */
const ENDLESS_WASM = Buffer.from(
  "0061736d01000000010401600000030201000707010372756e00000a09010700" + "03400c000b0b",
  "hex",
);

/** Modules that take all they can. */
export const isolateBombs: readonly HostileProgram[] = [
  moduleProgram(
    "fills its heap",
    'console.log("tries"); const all = []; for (;;) all.push(new Array(1000).fill({}));',
    memory,
  ),
  moduleProgram(
    "fills buffers outside of its heap",
    'console.log("tries"); const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1));',
    memory,
  ),
  moduleProgram(
    "fills the memory of WebAssembly",
    'console.log("tries"); const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 }); for (;;) { memory.grow(64); new Uint8Array(memory.buffer).fill(1); }',
    memory,
  ),
  moduleProgram(
    "fills its own files",
    'console.log("tries"); const fs = await import("node:fs"); for (let count = 0; ; count++) fs.writeFileSync("/tmp/" + count, Buffer.alloc(1e6, 1));',
    { ends: { status: "failed", reason: "memory" } },
  ),
  moduleProgram(
    "opens files for ever",
    'console.log("tries"); const fs = await import("node:fs"); for (let count = 0; ; count++) fs.openSync("/dev/null");',
    // So little that it is full long before the processor time is used up.
    { ...memory, request: { resources: { mem_mb: 96 } } },
  ),
  moduleProgram("doubles a text", 'console.log("tries"); let text = "x"; for (;;) text += text;', {
    ends: { status: "completed", exit_code: 1 },
    tried: [/tries/, /Invalid string length/],
  }),
  moduleProgram("loops for ever", 'console.log("tries"); for (;;);', timeout(1)),
  moduleProgram("loops for ever in steps", 'console.log("tries"); for (;;) await null;', timeout(1)),
  moduleProgram(
    "loops for ever in timers",
    'console.log("tries"); for (;;) await new Promise((done) => setTimeout(done, 1));',
    timeout(1),
  ),
  moduleProgram(
    "loops for ever in a regular expression",
    'console.log("tries"); return /^(a+)+$/.test("a".repeat(60) + "b");',
    timeout(1),
  ),
  moduleProgram(
    "loops for ever in JSON and in sorting",
    'console.log("tries"); const all = []; for (;;) { all.length = 0; for (let n = 0; n < 1e5; n++) all.push({ n }); JSON.stringify(all.sort(() => Math.random() - 0.5)); }',
    timeout(1),
  ),
  moduleProgram("uses the processor until its time is up", 'console.log("tries"); for (;;);', {
    ends: { status: "failed", reason: "cpu", error: "workload used more than 3s of processor time" },
  }),
  moduleProgram(
    "waits for a lock that nobody opens",
    'console.log("tries"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 1;',
    {
      ends: { status: "completed", exit_code: 1 },
      tried: [/tries/, /Atomics\.wait cannot be called in this context/],
    },
  ),
  moduleProgram("never answers", 'console.log("tries"); await new Promise(() => {});', {
    ends: { status: "completed", exit_code: 1 },
    tried: [/tries/, /would never generate a response/],
  }),
  {
    name: "loops for ever in WebAssembly",
    request: () => ({
      runtime: "wasm",
      binary: ENDLESS_WASM.toString("base64"),
      resources: { timeout_s: 1 },
    }),
    ends: { status: "failed", reason: "timeout", exit_code: 137 },
    // It has no way to say anything; that it took its whole time shows that it ran.
    tried: [],
    check: ({ record }) => expect(record.duration_ms).toBeGreaterThanOrEqual(1000),
  },
  moduleProgram("writes for ever", 'for (;;) console.log("tries to write");', output),
  moduleProgram("writes errors for ever", 'for (;;) console.error("tries to write");', output),
  moduleProgram(
    "writes empty lines for ever",
    'console.log("tries"); for (;;) console.log("\\n".repeat(10000));',
    output,
  ),
  moduleProgram(
    "writes one giant line",
    'console.log("tries"); console.log("x".repeat(3e6)); return 1;',
    output,
  ),
  moduleProgram("returns a giant value", 'console.log("tries"); return "x".repeat(3e6);', output),
  moduleProgram("throws a giant error", 'console.log("tries"); throw new Error("x".repeat(3e6));', output),
  {
    name: "is nested too deeply to be compiled",
    request: () => ({ runtime: "node", code: `console.log("tries"); ${"(".repeat(3_000_000)}` }),
    ends: { status: "completed", exit_code: 1 },
    tried: [/RangeError: Maximum call stack size exceeded/],
  },
  {
    name: "is nested too deeply for the TypeScript compiler",
    request: () => ({ runtime: "node", language: "typescript", code: `type A = ${"[".repeat(5_000_000)}` }),
    ends: { status: "failed", reason: "memory" },
    tried: [],
    // It had the compiler to itself.
    async check(_ended, { server }) {
      const next = await server.run({
        runtime: "node",
        language: "typescript",
        code: "export default (): number => 42",
      });
      expect(next.output).toBe("42");
    },
  },
];
