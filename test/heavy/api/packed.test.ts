import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { spawnServer } from "./support/spawn-server.js";

/** Somebody else's folder, in which the packed tarball, libsql and workerd are installed, and nothing else. */
const repository = path.resolve(import.meta.dirname, "../../..");
const workspace = realpathSync(mkdtempSync(path.join(tmpdir(), "provc-serve-packed-")));
const project = path.join(workspace, "project");
const npm = (args: readonly string[], cwd: string): void => {
  execFileSync("npm", [...args, "--loglevel=error"], { cwd, stdio: "pipe" });
};

beforeAll(() => {
  npm(["pack", "--ignore-scripts", "--pack-destination", workspace], repository);
  const tarball = readdirSync(workspace).find((name) => name.endsWith(".tgz")) ?? "missing";
  mkdirSync(project);
  writeFileSync(
    path.join(project, "package.json"),
    '{"name":"somebody-else","private":true,"type":"module"}',
  );
  npm(["install", "--no-audit", "--no-fund", path.join(workspace, tarball), "libsql", "workerd"], project);
});

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

it("serves the page and runs a workload", async () => {
  const server = await spawnServer("node_modules/.bin/provc", ["serve", "--port", "0"], project);
  onTestFinished(() => {
    server.child.kill("SIGKILL");
  });
  const page = await (await fetch(server.url)).text();
  const [, script = ""] = /src="([^"]+)"/.exec(page) ?? [];
  expect((await (await fetch(new URL(script, `${server.url}/`))).text()).length).toBeGreaterThan(5000);
  const body = JSON.stringify({ runtime: "node", code: "export default (n) => n + 1", input: 41 });
  const headers = { "content-type": "application/json" };
  const ran = await fetch(`${server.url}/v1/workloads`, { method: "POST", headers, body });
  const answer = (await ran.json()) as { status: string; output: string };
  expect([answer.status, Buffer.from(answer.output, "base64").toString()]).toEqual(["completed", "42"]);
  expect((await fetch(`${server.url}/v1/kinds`)).status).toBe(200);
  const text = JSON.stringify({ text: "project:\n  name: x\n" });
  const report = await fetch(`${server.url}/v1/validate`, { method: "POST", headers, body: text });
  expect(await report.json()).toEqual({ version: 1, valid: true, diagnostics: [] });
  expect(await server.end("SIGTERM")).toBe(0);
});

it("is a handler of a program's own, with types", () => {
  writeFileSync(
    path.join(project, "mount.mts"),
    `import { type Api, createApi, defaultApiLimits } from "provc/api";
import { backendRegistry } from "provc/backend";
import { createIsolation, isolationRegistry } from "provc/isolation";
const isolation = await createIsolation(isolationRegistry, undefined, { stateFolder: "./own-state" });
const limits = { bodyBytes: defaultApiLimits.bodyBytes / 2 };
const api: Api = await createApi({ registries: [backendRegistry, isolationRegistry], isolation, basePath: "/provc", limits });
const ask = async (path: string): Promise<unknown> => await (await api.fetch(new Request("http://x/provc" + path))).json();
console.log(JSON.stringify(await ask("/healthz")), JSON.stringify(await ask("/openapi.json")).length > 1000);
await api.close();
`,
  );
  npm(["install", "--no-audit", "--no-fund", "--save-dev", "typescript@6", "@types/node@20"], project);
  const strict = ["--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", "false"];
  const run = (file: string, args: readonly string[]): string =>
    execFileSync(process.execPath, [file, ...args], { cwd: project, encoding: "utf8" });
  run("node_modules/typescript/bin/tsc", [...strict, "--types", "node", "mount.mts"]);
  expect(run("mount.mjs", [])).toBe('{"status":"ok"} true\n');
});

it("loads little when it is imported, and none of what it may need later", () => {
  const coverage = path.join(workspace, "coverage");
  execFileSync(process.execPath, ["--input-type=module", "--eval", 'import "provc/api";'], {
    cwd: project,
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const loaded = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(path.join(coverage, name), "utf8"));
    return (result as { url: string }[]).map(({ url }) => url).filter((url) => /^file:.*\.\w+$/.test(url));
  });
  expect(loaded.length).toBeGreaterThan(1);
  expect(loaded.filter((url) => !url.includes("/node_modules/provc/dist/"))).toEqual([]);
  expect(loaded.filter((url) => /page-files|document-report|check-document/.test(url))).toEqual([]);
});

it.each([
  ["libsql", /^provc: workloads are kept in SQLite; install its driver: npm install libsql\n$/],
  // The driver's code for this platform.
  [
    "@libsql",
    /^provc: the store of workloads needs the package "@libsql\/[a-z0-9-]+" beside "libsql"; install it with: npm install --include=optional libsql\n$/,
  ],
])("says which package is missing, and makes nothing, without %s", (name, text) => {
  const [driver, aside] = [path.join(project, "node_modules", name), path.join(workspace, "aside")];
  rmSync(path.join(project, ".provc"), { recursive: true, force: true });
  renameSync(driver, aside);
  onTestFinished(() => renameSync(aside, driver));
  const serve = (...args: readonly string[]) => {
    const command = ["serve", "--port", "0", ...args];
    const { status, stderr } = spawnSync("node_modules/.bin/provc", command, {
      cwd: project,
      encoding: "utf8",
    });
    return { status, stderr };
  };
  const refused = { status: 2, stderr: expect.stringMatching(text) };
  expect(serve()).toEqual(refused);
  expect(existsSync(path.join(project, ".provc"))).toBe(false);
  expect(serve("--database", "own/workloads.db")).toEqual(refused);
  expect(existsSync(path.join(project, "own"))).toBe(false);
});
