import { expect } from "vitest";
import type { HostileProgram } from "./attack.js";
import { moduleProgram, refusedProgram } from "./module-program.js";

const ATTEMPT_ADDRESSES = `
const { connect } = await import("cloudflare:sockets");
const hosts = [...known.addresses, "localhost", "2130706433", "127.1", "169.254.169.254", "metadata.google.internal"];
for (const host of hosts) for (const port of [known.port, known.server.port]) {
  const address = host + ":" + port;
  got["fetch " + address] = await attempt("fetch " + address, async () => (await within(fetch("http://" + address + "/healthz"))).text());
  got["connect " + address] = await attempt("connect " + address, () => within(connect(address).opened));
}
`;

/** What a module tries to get at. */
export const isolateReads: readonly HostileProgram[] = [
  refusedProgram(
    "reads files",
    `const fs = await import("node:fs");
    const paths = [known.file, "/etc/shadow", "/etc/passwd", "/proc/1/environ", "/proc/self/environ", "/proc/self/maps", known.server.database,
      "../../../../../../" + known.file, "/tmp/../" + known.file, "/dev/vda", "config.capnp", "w.sock"];
    for (const path of paths) got[path] = await attempt("reading " + path, () => fs.readFileSync(path, "utf8"));
    got.url = await attempt("reading a URL", () => fs.readFileSync(new URL("file://" + known.file), "utf8"));
    fs.symlinkSync(known.file, "/tmp/link");
    got.link = await attempt("reading a link", () => fs.readFileSync("/tmp/link", "utf8"));
    got.opened = await attempt("opening", () => fs.openAsBlob(known.file).then((blob) => blob.text()));`,
  ),
  refusedProgram(
    "imports files and addresses",
    `for (const name of [known.file, "file://" + known.file, "/etc/passwd", "../../../../etc/passwd", "./config.capnp", "m0", "data:text/javascript,export default 1",
      "http://127.0.0.1:" + known.port + "/x.js", "workerd:unsafe"])
      got[name] = await attempt("importing " + name, () => import(name));`,
  ),
  {
    ...moduleProgram("imports a file before it runs", "return 1;"),
    request: ({ canaries }) => ({
      runtime: "node",
      code: `import text from ${JSON.stringify(canaries.file)}; export default () => text;`,
    }),
    ends: { status: "completed", exit_code: 1 },
    tried: [/No such module "tmp\/provc-\w+\/secret.txt"/],
  },
  refusedProgram("reaches for the network", ATTEMPT_ADDRESSES),
  refusedProgram("reaches for this machine with a network that was allowed", ATTEMPT_ADDRESSES, {
    request: { network: "outbound", resources: { timeout_s: 60 } },
  }),
  refusedProgram(
    "resolves names and sends datagrams",
    `const dns = await import("node:dns/promises"); const dgram = await import("node:dgram");
    got.lookup = await attempt("a name", () => dns.lookup("example.com"));
    got.resolve = await attempt("a record", () => dns.resolve4("example.com"));
    got.datagram = await attempt("a datagram", () => within(new Promise((resolve, reject) =>
      dgram.createSocket("udp4").send("x", known.udpPort, "127.0.0.1", (error) => error ? reject(error) : resolve("sent")))));`,
  ),
  refusedProgram(
    "connects to Unix sockets",
    `const { connect } = await import("cloudflare:sockets"); const net = await import("node:net"); const http = await import("node:http");
    for (const address of ["unix:" + known.socket, "unix:" + known.socket + ":1", "unix-abstract:" + known.abstractSocket.slice(1), "unix:w.sock"])
      got[address] = await attempt(address, () => within(connect(address).opened));
    for (const path of [known.socket, "\\0" + known.abstractSocket.slice(1), "/run/docker.sock"]) {
      got["net " + path] = await attempt("net " + path, () => within(new Promise((resolve, reject) => net.connect({ path }, () => resolve("connected")).on("error", reject))));
      got["http " + path] = await attempt("http " + path, () => within(new Promise((resolve, reject) => http.get({ socketPath: path, path: "/" }, (answer) => resolve(answer.statusCode)).on("error", reject))));
    }`,
  ),
  moduleProgram(
    "looks for the environment of the server",
    `console.log("tries everything that can be reached from globalThis and process");
    const seen = new Set(), texts = [];
    const walk = (value, depth) => {
      if (typeof value === "string") return void texts.push(value);
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 4) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) { try { walk(value[key], depth + 1); } catch {} }
    };
    walk(globalThis, 0); walk(process, 0);
    const all = texts.join("\\n");
    return { env: process.env, argv: process.argv, pid: process.pid, found: [known.server.folder, "PROVC_SERVE_TOKEN", "workerd-linux"].filter((text) => all.includes(text)) };`,
    {
      check: ({ output }) => {
        const told = JSON.parse(output);
        expect(told).toMatchObject({ env: {}, found: [] });
      },
    },
  ),
  refusedProgram(
    "evaluates text as code",
    `got.eval = await attempt("eval", () => eval("1 + 1"));
    got.function = await attempt("new Function", () => new Function("return 1")());
    got.constructor = await attempt("a constructor", () => (async () => {}).constructor("return 1")());
    got.compile = await attempt("WebAssembly", () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
    got.vm = await attempt("vm", async () => (await import("node:vm")).runInNewContext("1"));`,
  ),
];

/** What a module tries to start, or to end. */
export const isolateProcesses: readonly HostileProgram[] = [
  refusedProgram(
    "starts processes and threads",
    `const child = await import("node:child_process"); const threads = await import("node:worker_threads"); const cluster = (await import("node:cluster")).default;
    got.spawn = await attempt("spawn", () => child.spawnSync("/bin/sh", ["-c", "cat " + known.file]).stdout);
    got.exec = await attempt("exec", () => child.execSync("id"));
    got.fork = await attempt("fork", () => child.fork("x"));
    got.thread = await attempt("a thread", () => new threads.Worker("x"));
    got.worker = await attempt("a worker", () => new Worker("data:text/javascript,1"));
    got.cluster = await attempt("cluster", () => cluster.fork());
    got.library = await attempt("dlopen", () => process.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6"));
    got.execve = await attempt("execve", () => process.execve("/bin/sh"));`,
  ),
  refusedProgram(
    "signals its parent and everybody else",
    `for (const pid of [1, -1, process.ppid, known.server.pid, -known.server.pid]) {
      got["kill " + pid] = await attempt("kill " + pid, () => process.kill(pid, "SIGKILL"));
      got["_kill " + pid] = await attempt("_kill " + pid, () => process._kill(pid, 9));
    }`,
  ),
  moduleProgram("brings its own process down", 'console.log("tries to abort"); process.abort(); for (;;);', {
    ends: { status: "completed", exit_code: 1 },
  }),
  refusedProgram(
    "listens for connections",
    `const net = await import("node:net");
    // It may believe that it listens: nobody can connect.
    await attempt("listening", () => within(new Promise((resolve, reject) => net.createServer().on("error", reject).listen(18999, "127.0.0.1", () => resolve("listens")))));
    got.connect = await attempt("connecting to itself", async () => { const { connect } = await import("cloudflare:sockets"); return within(connect("127.0.0.1:18999").opened); });
    got.path = await attempt("listening on a path", () => within(new Promise((resolve, reject) => net.createServer().on("error", reject).listen("/tmp/x.sock", () => resolve("listens")))));`,
  ),
];
