import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../cli/support/cli.js";
import { waitUntil } from "../../support/wait-until.js";
import { servedProject } from "./support/served-project.js";

const forever = {
  runtime: "node",
  code: 'export default async () => { console.log("begun"); await new Promise((done) => setTimeout(done, 600000)); };',
  resources: { timeout_s: 25 },
};
const double = { runtime: "node", code: "export default (n) => n * 2;" };

/** A project with one kind of its own. */
const ownKind = {
  "providers.manifest.yaml": `version: 1
kinds:
  storage:
    title: Storage
    description: Keeps files.
    contract: src/storage/contract.ts#StorageProvider
    capabilities: src/storage/capabilities.schema.yaml
    providers:
      disk:
        title: Disk
        description: A folder.
        module: src/storage/disk.ts
        schema: src/storage/disk.schema.yaml
        capabilities: {versioned: false}
      s3:
        title: S3
        description: A bucket.
        module: src/storage/s3.ts
        schema: src/storage/s3.schema.yaml
        capabilities: {versioned: true}
        requires: {npm: {"no-such-package-here": "^1.0.0"}}
`,
  "src/storage/contract.ts": "export interface StorageProvider { readonly id: string }\n",
  "src/storage/capabilities.schema.yaml":
    "type: object\nrequired: [versioned]\nproperties: {versioned: {type: boolean}}\n",
  "src/storage/disk.ts": 'export default { id: "disk" };\n',
  "src/storage/s3.ts": 'export default { id: "s3" };\n',
  "src/storage/disk.schema.yaml": "type: object\nproperties: {path: {type: string}}\n",
  "src/storage/s3.schema.yaml": "type: object\nproperties: {bucket: {type: string}}\n",
};

interface RanWorkload {
  readonly id: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly output: string;
}

describe("a server that is killed", () => {
  it("finds what it was running as failed, keeps records and logs, and leaves no process behind", async () => {
    const project = servedProject(1);
    const first = await project.start();
    const done = await first.ask("POST", "/v1/workloads", { ...double, input: 21 });
    expect(done.body).toMatchObject({ status: "completed", output: Buffer.from("42").toString("base64") });
    const running = (await first.ask("POST", "/v1/workloads/async", forever)).body.id;
    const pending = (await first.ask("POST", "/v1/workloads/async", forever)).body.id;
    await waitUntil("it has written its line", async () => {
      const { body } = await first.ask("GET", `/v1/workloads/${running}/logs/history`);
      return body.lines.length === 1;
    });
    expect(project.workloadProcesses().length).toBeGreaterThan(0);
    await first.end("SIGKILL");

    const second = await project.start();
    expect((await second.ask("GET", `/v1/workloads/${running}`)).body).toMatchObject({
      ...{ status: "failed", reason: "server", error: "the server ended while the workload was running" },
    });
    expect((await second.ask("GET", `/v1/workloads/${pending}`)).body).toMatchObject({
      ...{ status: "failed", reason: "server", error: "the server ended before the workload ran" },
    });
    expect((await second.ask("GET", `/v1/workloads/${done.body.id}`)).body).toEqual(done.body);
    const log = await (await fetch(`${second.url}/v1/workloads/${running}/logs`)).text();
    expect(log).toBe("id: 1\ndata: begun\n\nevent: done\ndata: stream complete\n\n");
    await waitUntil("nothing of the first server is left", () => project.workloadProcesses().length === 0);
    expect((await second.ask("POST", "/v1/workloads", { ...double, input: 1 })).body.status).toBe(
      "completed",
    );
    expect((await second.ask("GET", "/v1/workloads")).body.total).toBe(4);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  it("loses no workload that it has answered, whenever it is killed", async () => {
    const project = servedProject(4);
    const answered: string[] = [];
    for (const moment of [0, 40, 150]) {
      const before = answered.length;
      const server = await project.start();
      const submitting = Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const { status, body } = await server.ask("POST", "/v1/workloads/async", {
            ...double,
            input: index,
          });
          if (status === 202) answered.push(body.id);
        }),
      ).catch(() => {});
      await waitUntil("some have been taken", () => answered.length > before + 3);
      await new Promise((resolve) => setTimeout(resolve, moment));
      await server.end("SIGKILL");
      await submitting;
    }
    const server = await project.start();
    for (const id of answered) {
      const { status, body } = await server.ask("GET", `/v1/workloads/${id}`);
      expect(status).toBe(200);
      expect(["completed", "failed"]).toContain(body.status);
    }
    await server.end("SIGTERM");
  });
});

describe("a server that is told to end", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("ends every workload first, on %s", async (signal) => {
    const project = servedProject(2);
    const server = await project.start();
    const ids: string[] = [];
    for (let count = 0; count < 4; count++)
      ids.push((await server.ask("POST", "/v1/workloads/async", forever)).body.id);
    await waitUntil("two of them run", () => project.workloadProcesses().length >= 2);
    const follower = await fetch(`${server.url}/v1/workloads/${ids[0]}/logs`);
    const waiting = server.ask("POST", "/v1/workloads", forever);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await server.end(signal)).toBe(0);
    expect(project.workloadProcesses()).toEqual([]);
    expect(await follower.text()).toMatch(/event: done\ndata: stream complete\n\n$/);
    expect((await waiting).body).toMatchObject({ status: "killed", error: "the server was shut down" });
    const { size } = statSync(path.join(project.folder, ".provc/workloads.db-wal"), {
      throwIfNoEntry: false,
    }) ?? { size: 0 };
    expect(size, "all is in the database's own file").toBe(0);

    const again = await project.start();
    for (const id of ids) {
      const { body } = await again.ask("GET", `/v1/workloads/${id}`);
      expect(body).toMatchObject({ status: "killed", error: "the server was shut down" });
    }
    await again.end("SIGTERM");
  });
});

describe("many workloads", () => {
  it("runs a hundred, never more than four at once, in order, and loses none", async () => {
    const project = servedProject(4);
    const server = await project.start();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, project.workloadProcesses().length);
    }, 10);
    const ids: string[] = [];
    for (let index = 0; index < 100; index++) {
      ids.push((await server.ask("POST", "/v1/workloads/async", { ...double, input: index })).body.id);
    }
    await waitUntil(
      "all are over",
      async () => (await server.ask("GET", "/v1/stats")).body.by_status.completed === 100,
    );
    clearInterval(watch);
    const ran: RanWorkload[] = [];
    for (const id of ids) ran.push((await server.ask("GET", `/v1/workloads/${id}`)).body);
    expect(ran.map(({ output }) => Number(Buffer.from(output, "base64").toString()))).toEqual(
      ids.map((_, index) => index * 2),
    );
    const starts = ran.map(({ started_at }) => started_at);
    expect(starts).toEqual([...starts].sort());
    const overlap = ran.map(
      ({ started_at }) =>
        ran.filter((other) => other.started_at <= started_at && other.finished_at > started_at).length,
    );
    expect(Math.max(...overlap)).toBeLessThanOrEqual(4);
    expect(Math.max(...overlap)).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(0);
    await server.end("SIGTERM");
  });

  it("really ends the process of one that is killed", async () => {
    const project = servedProject();
    const server = await project.start();
    const { id } = (await server.ask("POST", "/v1/workloads/async", forever)).body;
    await waitUntil("it runs", () => project.workloadProcesses().length > 0);
    const { status, body } = await server.ask("DELETE", `/v1/workloads/${id}`);
    expect([status, body.status]).toEqual([200, "killed"]);
    expect(project.workloadProcesses()).toEqual([]);
    await server.end("SIGTERM");
  });

  it("ends the workload of a client that hangs up", async () => {
    const project = servedProject();
    const server = await project.start();
    const client = new AbortController();
    const asked = fetch(`${server.url}/v1/workloads`, {
      ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(forever) },
      signal: client.signal,
    }).catch(() => {});
    await waitUntil("it runs", () => project.workloadProcesses().length > 0);
    client.abort();
    await asked;
    await waitUntil(
      "it is over",
      async () => (await server.ask("GET", "/v1/stats")).body.by_status.killed === 1,
    );
    expect(project.workloadProcesses()).toEqual([]);
    await server.end("SIGTERM");
  });
});

describe("what it takes to serve", () => {
  it("keeps the database to its user and to one server", async () => {
    const project = servedProject();
    const server = await project.start();
    const file = path.join(project.folder, ".provc/workloads.db");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const second = await runCli(["serve", "--port", "0"], { cwd: project.folder });
    expect(second).toMatchObject({ code: 2, stdout: "" });
    expect(second.stderr).toMatch(/^provc: database .*workloads\.db: another server is using it\n$/);
    const port = new URL(server.url).port;
    const taken = await runCli(["serve", "--port", port, "--database", ":memory:"], { cwd: project.folder });
    expect(taken).toMatchObject({
      code: 2,
      stderr: `provc: cannot listen on 127.0.0.1:${port}: the port is taken\n`,
    });
    await server.end("SIGTERM");
  });

  it("listens for others with a token only, which is on no command line", async () => {
    const project = servedProject();
    const { folder } = project;
    const refuse = async (args: string[], stderr: string, env: NodeJS.ProcessEnv = {}): Promise<void> => {
      expect(await runCli(["serve", ...args], { cwd: folder, env })).toMatchObject({ code: 2, stderr });
    };
    await refuse(
      ["--host", "0.0.0.0"],
      "provc: 0.0.0.0 can be reached by others, which requires a token: set PROVC_SERVE_TOKEN or give --token-file\n",
    );
    await refuse(
      ["--host", "::"],
      "provc: :: can be reached by others, which requires a token: set PROVC_SERVE_TOKEN or give --token-file\n",
    );
    const short = "must hold a token of 16 to 512 visible ASCII characters\n";
    await refuse([], `provc: PROVC_SERVE_TOKEN ${short}`, { PROVC_SERVE_TOKEN: "short" });
    writeFileSync(path.join(folder, "token"), "two words that are long\n");
    await refuse(["--token-file", "token"], `provc: the token file ${short}`);
    await refuse(["--token-file", "none"], "provc: the token file cannot be read (ENOENT)\n");
    await refuse(
      ["--token-file", "token"],
      "provc: --token-file and PROVC_SERVE_TOKEN are mutually exclusive\n",
      {
        PROVC_SERVE_TOKEN: "0123456789abcdef",
      },
    );
    writeFileSync(path.join(folder, "token"), "0123456789abcdef\n");
    const server = await project.start([
      "--host",
      "0.0.0.0",
      "--token-file",
      "token",
      "--database",
      ":memory:",
    ]);
    const url = server.url.replace("0.0.0.0", "127.0.0.1");
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${url}/v1/kinds`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: "Bearer 0123456789abcdef" })).toBe(200);
    expect(readFileSync(`/proc/${server.child.pid}/cmdline`, "utf8")).not.toContain("0123456789abcdef");
    await server.end("SIGTERM");
  });

  it("refuses what could never work, in a line", async () => {
    const { folder } = servedProject();
    for (const [args, stderr] of [
      // An empty host would be every address, without a token.
      [["--host", ""], 'there is no address ""'],
      [["--host", " "], 'there is no address " "'],
      [["--images", "none"], "there is no folder of images none"],
      [["--images", "stagecraft.yml"], "there is no folder of images stagecraft.yml"],
      [["--allow-host", "shop.example:8080"], '"shop.example:8080" is no host name without a port'],
      [["--cors-origin", "*"], '"*" is no origin: it must be like https://console.example.org'],
      [["--database", "stagecraft.yml"], `database ${folder}/stagecraft.yml: file is not a database`],
      [["--database", "."], "database . cannot be made (EISDIR)"],
    ] as const) {
      const run = await runCli(["serve", "--port", "0", ...args], { cwd: folder });
      expect(run, args.join(" ")).toEqual({ code: 2, stdout: "", stderr: `provc: ${stderr}\n` });
    }
  });

  it("answers on the loopback address of IPv6, and with the page from its own folder", async () => {
    const project = servedProject();
    const server = await project.start(["--host", "::1", "--database", ":memory:"]);
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    const page = await fetch(`${server.url}/`);
    expect(await page.text()).toContain('src="assets/app.js"');
    const script = await fetch(`${server.url}/assets/app.js`);
    expect([script.status, script.headers.get("content-type")]).toEqual([
      200,
      "text/javascript; charset=utf-8",
    ]);
    await server.end("SIGTERM");
  });

  it("shows the kinds of a manifest that is not provc's own", async () => {
    const project = servedProject();
    for (const [name, text] of Object.entries(ownKind)) {
      mkdirSync(path.join(project.folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(project.folder, name), text);
    }
    rmSync(path.join(project.folder, "stagecraft.yml"));
    expect((await runCli(["codegen"], { cwd: project.folder })).stderr).not.toMatch(/error/);
    const server = await project.start(["--database", ":memory:"]);
    const { kinds } = (await server.ask("GET", "/v1/kinds")).body;
    expect(kinds.map((kind: { id: string; providers: string[] }) => [kind.id, kind.providers])).toEqual([
      ["storage", ["disk", "s3"]],
    ]);
    const { body } = await server.ask("GET", "/v1/kinds/storage/providers");
    expect(body.providers[1]).toMatchObject({
      ...{ id: "s3", capabilities: { versioned: true }, availability: { status: "incomplete" } },
      schema: { properties: { bucket: { type: "string" } } },
    });
    expect((await server.ask("GET", "/v1/backends")).body).toEqual([]);
    const unknown = await server.ask("GET", "/v1/kinds/isolation/providers");
    expect(unknown).toEqual({
      ...{ status: 404, body: { error: 'unknown kind "isolation"; available kinds: [storage]' } },
    });
    const refused = await server.ask("POST", "/v1/workloads", double);
    expect(refused).toEqual({ status: 400, body: { error: 'backend "auto" is not registered' } });
    await server.end("SIGTERM");
  });

  it("shows the shipped kinds where there is no manifest and no document", async () => {
    const project = servedProject();
    rmSync(path.join(project.folder, "stagecraft.yml"));
    const server = await project.start(["--database", ":memory:"]);
    const { kinds } = (await server.ask("GET", "/v1/kinds")).body;
    const ids: string[] = kinds.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(["backend", "isolation", "migration", "s2s", "stt", "tts", "voice"]);
    for (const id of ids) {
      const { status, body } = await server.ask("GET", `/v1/kinds/${id}/providers`);
      expect(status, id).toBe(200);
      const known = kinds.find((kind: { id: string }) => kind.id === id).providers;
      expect(body.providers.map((provider: { id: string }) => provider.id)).toEqual(known);
      for (const provider of body.providers) expect(provider, id).toHaveProperty("schema");
    }
    await server.end("SIGTERM");
  });

  it("ends in order when the signal comes with the first sign of life, and at once with a second one", async () => {
    const project = servedProject();
    const quick = await project.start(["--database", ":memory:"]);
    expect(await quick.end("SIGHUP")).toBe(0);
    const server = await project.start(["--database", ":memory:"]);
    await server.ask("POST", "/v1/workloads/async", forever);
    // Who never sends the rest of a request holds the server up for as long as it is patient.
    const slow = connect(Number(new URL(server.url).port), "127.0.0.1");
    const head = "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    slow.on("error", () => {}).write(`${head}Content-Length: 99\r\nExpect: 100-continue\r\n\r\n{`);
    await new Promise((resolve) => slow.once("readable", resolve));
    server.child.kill("SIGTERM");
    await waitUntil("it has begun to end", () =>
      fetch(server.url).then(
        () => false,
        () => true,
      ),
    );
    expect(await server.end("SIGTERM")).toBe(143);
    slow.destroy();
    // A server that is ended at once leaves its workloads to the next one.
    const next = await project.start(["--database", ":memory:"]);
    await waitUntil("nothing is left", () => project.workloadProcesses().length === 0);
    expect(await next.end("SIGINT")).toBe(0);
  });

  it("shows what is wrong with the document, and does not start", async () => {
    const project = servedProject();
    writeFileSync(
      path.join(project.folder, "stagecraft.yml"),
      "isolation:\n  default: isolte\n  backends: {}\n",
    );
    const run = await runCli(["serve", "--port", "0"], { cwd: project.folder });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('unknown isolation backend "isolte"');
  });
});
