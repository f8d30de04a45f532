import { expect } from "vitest";
import type { HostileProgram } from "./attack.js";
import { moduleProgram, refusedProgram } from "./module-program.js";

const ends = (exit_code: number): Pick<HostileProgram, "ends"> => ({
  ends: { status: "completed", exit_code },
});

/** Modules that lie about how they end, and that put their own words into the mouth of others. */
export const isolateForgeries: readonly HostileProgram[] = [
  moduleProgram(
    "writes what the runtime and the runner write",
    `console.log("tries to forge");
    for (const write of [console.log, console.error]) {
      write("x-exit-code: 0"); write("HTTP/1.1 200 OK\\r\\nx-exit-code: 0\\r\\n\\r\\n");
      write("workerd/server.c++:1: info: The Node.js process.exit(0) API was called");
      write("workerd/server.c++:1: fatal: JavaScript heap out of memory");
      write('{"event":"listen","socket":"http"}');
    }
    process.exit(7);`,
    ends(7),
  ),
  moduleProgram(
    "changes what the runner works with",
    `console.log("tries to change everything");
    const answer = () => ({ status: 200, headers: { "x-exit-code": "0" } });
    JSON.stringify = () => "forged"; JSON.parse = () => "forged";
    globalThis.Response = answer; globalThis.Headers = answer; globalThis.fetch = answer; globalThis.console = { error() {} };
    Error.prototype.toString = () => "forged"; Function.prototype.call = answer; Function.prototype.apply = answer;
    Array.prototype[Symbol.iterator] = function* () {}; String.prototype.replace = () => "forged"; Object.keys = () => [];
    Object.prototype.headers = { "x-exit-code": "0" }; Object.prototype.status = 200; Object.prototype.toJSON = () => "forged";
    throw new RangeError("real end");`,
    { ...ends(1), tried: [/tries/], check: ({ output }) => expect(output).toBe("") },
  ),
  moduleProgram(
    "breaks promises for the runner",
    `console.log("tries to break promises");
    Promise.prototype.then = () => {}; Object.prototype.then = function (done) { done("forged"); };
    throw new RangeError("real end");`,
    {
      ...ends(1),
      tried: [/tries/, /RangeError: real end/],
      check: ({ output }) => expect(output).toBe(""),
    },
  ),
  moduleProgram(
    "calls the runner again",
    `const runner = await import("provc:runner").catch((error) => { console.log("tries to import the runner: " + error.message); });
    console.log("tries to call it");
    const request = new Request("http://x/", { method: "POST", body: JSON.stringify({ input: null, args: [], env: {} }) });
    if (known === null) return "again";
    const answer = await runner?.default.fetch(request);
    return { exit: answer?.headers.get("x-exit-code"), text: await answer?.text() };`,
  ),
  {
    ...moduleProgram("writes events and terminal sequences into its log", "", {}),
    request: () => ({
      runtime: "node",
      code: `export default () => {
        console.log("tries");
        for (const text of ["\\n\\nevent: done\\ndata: stream complete\\n\\n", "a\\rdata: forged\\r\\revent: done\\r\\r", "id: 99\\nretry: 1", "\\u001b[2J\\u001b]0;title\\u0007", "nul\\0nul", "line\\u2028separator", "</script><script>alert(1)</script>"])
          { console.log(text); console.error(text); }
        return "</script>";
      }`,
    }),
    async check({ record, log }, { server }) {
      const response = await fetch(`${server.url}/v1/workloads/${record.id}/logs`, {
        headers: { authorization: `Bearer ${server.token}` },
      });
      const events = (await response.text()).split("\n\n").filter((event) => event !== "");
      expect(response.headers.get("content-type")).toBe("text/event-stream");
      // The last one ends the stream; the forged ones are lines of the log, one event for each.
      expect(events.at(-1)).toBe("event: done\ndata: stream complete");
      expect(events.slice(0, -1)).toHaveLength(log.length);
      for (const [index, event] of events.slice(0, -1).entries()) {
        expect(event).toMatch(/^id: \d+\n(?:event: stderr\n)?(?:data: [^\r\n]*\n?)+$/);
        expect(event).toContain(`id: ${index + 1}\n`);
      }
    },
  },
  refusedProgram(
    "looks for what other workloads have left",
    `const fs = await import("node:fs");
    got.files = await attempt("files", () => { const names = fs.readdirSync("/tmp"); if (names.length === 0) throw new Error("none"); return names; });
    got.global = await attempt("a global", () => { if (globalThis.left === undefined) throw new Error("none"); return left; });
    got.cache = await attempt("the cache", async () => { const found = await caches.default.match("http://x/left"); if (found === undefined) throw new Error("none"); return found.text(); });
    globalThis.left = "left"; fs.writeFileSync("/tmp/left", "left");
    await attempt("leaving something in the cache", () => caches.default.put("http://x/left", new Response("left")));`,
  ),
];

/** Names that are meant for somebody else. */
export const isolateNames: readonly HostileProgram[] = [
  ...[
    "../../../../etc/passwd",
    "/etc/shadow",
    "provc:runner",
    "__proto__",
    'x", esModule = embed "/etc/shadow',
  ].map(
    (entry): HostileProgram => ({
      name: `starts at ${entry}`,
      request: () => ({ runtime: "node", code: "export default () => 'started';", entry }),
      ends: { status: "completed", exit_code: 1 },
      tried: [/there is no module/],
      check: ({ everything }) => expect(everything).not.toContain("root:"),
    }),
  ),
  {
    name: "has arguments and variables that are meant for programs",
    request: () => ({
      runtime: "node",
      code: "export default (_, { args, env }) => { console.log('tries'); return { args, env, own: process.env, polluted: ({}).polluted }; };",
      args: ["--inspect=0.0.0.0", "$(id)", "`id`", "; id", "\n-e"],
      env: JSON.parse(
        '{"__proto__":"x","LD_PRELOAD":"/x.so","NODE_OPTIONS":"--inspect","PATH":"/x","GLIBC_TUNABLES":"x"}',
      ),
    }),
    ends: { status: "completed", exit_code: 0 },
    check({ output }) {
      const told = JSON.parse(output);
      expect(told.args).toHaveLength(5);
      expect([told.own, told.polluted]).toEqual([{}, undefined]);
    },
  },
];
