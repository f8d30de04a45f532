import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";
import { waitUntil } from "../support/wait-until.js";
import { base, readEvents, testApi } from "./support/api-client.js";

const text = (output: unknown): string => Buffer.from(String(output), "base64").toString();

describe("running a workload", () => {
  it("runs it to its end and answers with its record", async () => {
    const { request, get } = await testApi();
    const json = {
      runtime: "node",
      code: '{"log":["hello"]}',
      input: { a: [1, "x"] },
      resources: { cpus: 0.5, mem_mb: 128, timeout_s: 3 },
    };
    const response = await request("POST", "/v1/workloads", { json });
    expect(response.status).toBe(200);
    const record = (await response.json()) as Record<string, unknown>;
    expect(record).toMatchObject({
      ...{
        status: "completed",
        isolation: "auto",
        isolation_used: "isolate",
        runtime: "node",
        node_id: "test",
      },
      ...{ exit_code: 0, cpu_limit: 0.5, mem_limit: 128, timeout_s: 3 },
    });
    expect(JSON.parse(text(record.output))).toEqual({ a: [1, "x"] });
    expect(record.input_hash).toMatch(/^[0-9a-f]{64}$/);
    const location = new URL(response.headers.get("location") ?? "", `${base}/v1/workloads`);
    expect(location.pathname).toBe(`/v1/workloads/${record.id}`);
    expect(await get(`/v1/workloads/${record.id}`)).toEqual(record);
  });

  it("completes with whatever exit code", async () => {
    const { request } = await testApi();
    const json = { runtime: "node", code: '{"exit":3}' };
    const record = await (await request("POST", "/v1/workloads", { json })).json();
    expect(record).toMatchObject({ status: "completed", exit_code: 3 });
  });

  it("fails one that takes too long, with the known text", async () => {
    const { request } = await testApi();
    const json = { runtime: "node", code: '{"sleepMs":60000}', resources: { timeout_s: 1 } };
    const record = await (await request("POST", "/v1/workloads", { json })).json();
    expect(record).toMatchObject({
      status: "failed",
      reason: "timeout",
      error: "workload timed out after 1s",
    });
  });

  it("ends one whose client has gone away", async () => {
    const { request, get, observed } = await testApi();
    const client = new AbortController();
    const json = { runtime: "node", code: '{"sleepMs":60000}' };
    const asked = request("POST", "/v1/workloads", { json, signal: client.signal });
    await waitUntil("it runs", () => observed.running === 1);
    client.abort();
    await asked;
    const { workloads } = await get("/v1/workloads");
    expect(workloads).toMatchObject([{ status: "killed", error: "the client hung up" }]);
    expect(observed.running).toBe(0);
  });

  it.each([
    ["{", "invalid JSON body"],
    ["{}", "runtime is required"],
    [
      '{"runtime":"cobol","code":""}',
      'unsupported runtime "cobol": must be one of [archive go node oci python wasm]',
    ],
    ['{"runtime":"node"}', "one of code, code_archive, binary, image is required"],
    ['{"runtime":"node","code":"","code_archive":""}', "code and code_archive are mutually exclusive"],
    ['{"runtime":"node","code_archive":"*"}', "code_archive must be valid base64"],
    ['{"runtime":"node","code_archive":"aGVsbG8="}', "code_archive must be a gzip-compressed archive"],
    ['{"runtime":"node","code":"{}","isolation":"wsl"}', 'backend "wsl" is not registered'],
    ['{"runtime":"node","code":"{}","isolation":"__proto__"}', 'backend "__proto__" is not registered'],
    [
      '{"runtime":"node","code":"{}","isolation":"gvisor"}',
      'backend "gvisor" does not support runtime "node"; supported: [oci]',
    ],
    ['{"runtime":"node","binary":"AAAA"}', "this backend takes no binaries"],
    [
      '{"runtime":"oci","image":"busybox"}',
      "this server has no folder of images; upload one as code_archive",
    ],
    ['{"runtime":"node","code":1}', "code must be a string, got a number"],
    ['{"runtime":"node","code":"{}","resources":{"cpus":0}}', "resources.cpus must be greater than 0, got 0"],
    ["[]", "the body must be a mapping, got a list"],
    [
      '{"runtime":"oci","reference":"docker.io/library/busybox"}',
      "one of code, code_archive, binary, image is required",
    ],
    ['{"runtime":"node","code":"{}","resources":{"mem_mb":9999}}', "resources.mem_mb must not be above 256"],
    [
      '{"runtime":"node","code":"{}","resources":{"timeout_s":61}}',
      "resources.timeout_s must not be above 60",
    ],
    [
      '{"runtime":"node","code":"{}","env":{"A=B":"x"}}',
      'env: "A=B" is no variable with a text as its value',
    ],
    [
      '{"__proto__":{"runtime":"node"},"code":""}',
      'runtime is required; unknown field "__proto__" in the body',
    ],
  ])("refuses %s", async (body, error) => {
    const { request, get } = await testApi();
    const headers = { "content-type": "application/json" };
    const response = await request("POST", "/v1/workloads/async", { body, headers });
    expect([response.status, await response.json()]).toEqual([400, { error }]);
    expect((await get("/v1/workloads")).total).toBe(0);
  });

  it("says that a backend cannot run here, and takes no other in its place", async () => {
    const { request } = await testApi();
    const response = await request("POST", "/v1/workloads", { json: { runtime: "python", code: "{}" } });
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ error: 'backend "microvm" is not available: no kernel' });
  });

  it("keeps an uploaded image for its run, where only this user can read it", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    const { request, submit, observed, api } = await testApi({ database });
    const uploads = `${database}-uploads`;
    const archive = gzipSync("image");
    const upload = { runtime: "oci", code_archive: archive.toString("base64") };
    expect((await request("POST", "/v1/workloads", { json: upload })).status).toBe(200);
    expect(readdirSync(uploads)).toEqual([]);
    const { id } = await submit({}, { ...upload, code: undefined, args: ["wait"] });
    await waitUntil("it runs", () => observed.running === 1);
    const [file = ""] = readdirSync(uploads);
    expect(readFileSync(path.join(uploads, file))).toEqual(archive);
    expect(statSync(uploads).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(uploads, file)).mode & 0o777).toBe(0o600);
    await request("DELETE", `/v1/workloads/${id}`);
    expect(readdirSync(uploads)).toEqual([]);
    await api.close();
    expect(existsSync(uploads)).toBe(false);
  });

  it("removes what a dead server's clients have uploaded, and nothing else", async () => {
    const database = path.join(temporaryFolder(), "workloads.db");
    mkdirSync(`${database}-uploads`);
    for (const name of [`upload-${"0".repeat(24)}`, "own.tar"])
      writeFileSync(path.join(`${database}-uploads`, name), "");
    await testApi({ database });
    expect(readdirSync(`${database}-uploads`)).toEqual(["own.tar"]);
  });

  it("finds images by their names, and nothing outside of their folder", async () => {
    const { request } = await testApi({ images: new URL("support", import.meta.url).pathname });
    const run = async (image: string) =>
      (await request("POST", "/v1/workloads", { json: { runtime: "oci", image } })).status;
    expect(await run("fake-backends.ts")).toBe(200);
    for (const name of ["../workloads.test.ts", "/etc/passwd", "..", ".", "none", "a\0b"])
      expect(await run(name)).toBe(400);
  });
});

describe("many workloads", () => {
  it("runs no more at once than the backend takes, in order, and loses none", async () => {
    const { submit, get, observed } = await testApi({}, 4);
    const ids: unknown[] = [];
    // The first ones are still there when the others come, on a busy machine too.
    for (let index = 0; index < 40; index++) {
      ids.push((await submit({ sleepMs: index < 4 ? 500 : 5, output: index })).id);
    }
    await waitUntil("all are over", () => observed.ended.length === 40);
    expect(observed.peak).toBe(4);
    expect(observed.started).toEqual(ids);
    const { workloads, total } = await get("/v1/workloads?limit=100");
    expect(total).toBe(40);
    expect(workloads.map(({ id }: { id: string }) => id)).toEqual([...ids].reverse());
  });

  it("refuses more than may wait, and takes new ones afterwards", async () => {
    const { submit, request, observed } = await testApi({ limits: { workloads: 2 } }, 1);
    await submit({ sleepMs: 60_000 });
    const second = await submit({});
    const json = { runtime: "node", code: "{}" };
    const refused = await request("POST", "/v1/workloads/async", { json });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
    expect(await refused.json()).toEqual({ error: "too many workloads are waiting" });
    await request("DELETE", `/v1/workloads/${second.id}`);
    expect((await request("POST", "/v1/workloads/async", { json })).status).toBe(202);
    expect(observed.started).not.toContain(second.id);
  });

  it("shows the list in stretches", async () => {
    const { submit, get, request, observed } = await testApi();
    for (let index = 0; index < 5; index++) await submit({});
    await waitUntil("all are over", () => observed.ended.length === 5);
    const all = (await get("/v1/workloads")).workloads;
    const part = await get("/v1/workloads?limit=2&offset=1");
    expect(part).toEqual({ workloads: all.slice(1, 3), total: 5, limit: 2, offset: 1 });
    const { id } = await submit({ sleepMs: 60_000 });
    await waitUntil("it runs", () => observed.running === 1);
    const running = await get("/v1/workloads?status=running");
    expect([running.total, running.workloads.map((one: { id: string }) => one.id)]).toEqual([1, [id]]);
    expect(await get("/v1/workloads?status=completed&limit=2&offset=4")).toEqual({
      ...{ workloads: all.slice(4), total: 5, limit: 2, offset: 4 },
    });
    expect((await get("/v1/workloads?status=killed")).total).toBe(0);
    for (const query of [
      "limit=0",
      "limit=101",
      "limit=x",
      "offset=-1",
      "limit=",
      "status=",
      "status=done",
    ]) {
      expect((await request("GET", `/v1/workloads?${query}`)).status, query).toBe(400);
    }
  });

  it("forgets the oldest that are over", async () => {
    const { submit, get, observed } = await testApi({ limits: { finishedWorkloads: 3 } });
    for (let index = 0; index < 6; index++) await submit({ log: ["x"] });
    await waitUntil("all are over", async () => (await get("/v1/workloads")).total === 3);
    expect(observed.ended).toHaveLength(6);
  });
});

describe("ending a workload", () => {
  it("ends one that runs, and answers when it is gone", async () => {
    const { submit, request, observed } = await testApi();
    const { id } = await submit({ log: ["before"], sleepMs: 60_000 });
    await waitUntil("it runs", () => observed.running === 1);
    const response = await request("DELETE", `/v1/workloads/${id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, status: "killed", error: "killed on request" });
    expect(observed.running).toBe(0);
  });

  it("ends one that waits, which then never runs", async () => {
    const { submit, request, observed } = await testApi({}, 1);
    const first = await submit({ sleepMs: 60_000 });
    const second = await submit({});
    const response = await request("DELETE", `/v1/workloads/${second.id}`);
    const record = await response.json();
    expect(record).toMatchObject({ status: "killed" });
    expect(record).not.toHaveProperty("started_at");
    await request("DELETE", `/v1/workloads/${first.id}`);
    expect(observed.started).toEqual([first.id]);
  });

  it("says so when it is over already, or was never there", async () => {
    const { request } = await testApi();
    const json = { runtime: "node", code: "{}" };
    const { id } = (await (await request("POST", "/v1/workloads", { json })).json()) as { id: string };
    const over = await request("DELETE", `/v1/workloads/${id}`);
    expect([over.status, await over.json()]).toEqual([
      409,
      { error: "workload cannot be killed in its current state" },
    ]);
    for (const unknown of ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%00", "../../etc"]) {
      const response = await request("DELETE", `/v1/workloads/${unknown}`);
      expect(response.status, unknown).toBe(404);
    }
  });

  it("ends all of them when the server ends, and says why", async () => {
    const { submit, request, api, observed } = await testApi({}, 1);
    const running = await submit({ log: ["line"], sleepMs: 60_000 });
    await submit({});
    const log = request("GET", `/v1/workloads/${running.id}/logs`).then(readEvents);
    await waitUntil("it runs", () => observed.running === 1);
    await api.close();
    expect(observed).toMatchObject({ running: 0, started: [running.id] });
    expect((await log).map(({ data }) => data)).toEqual(["line", "stream complete"]);
    expect((await api.fetch(new Request("http://localhost/v1/workloads"))).status).toBe(503);
  });
});

describe("logs", () => {
  it("follows a log while it grows, to its end", async () => {
    const { submit, request, observed } = await testApi();
    const { id } = await submit({ log: ["one", "two\rthree"], err: ["oops"], sleepMs: 100 });
    const response = await request("GET", `/v1/workloads/${id}/logs`);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await readEvents(response)).toEqual([
      { id: "1", data: "one" },
      { id: "2", data: "two\nthree" },
      { id: "3", event: "stderr", data: "oops" },
      { event: "done", data: "stream complete" },
    ]);
    expect(observed.running).toBe(0);
  });

  it("replays the log of one that is over, from where the client was", async () => {
    const { request } = await testApi();
    const log = Array.from({ length: 1200 }, (_, index) => `line ${index + 1}`);
    const json = { runtime: "node", code: JSON.stringify({ log }) };
    const { id } = (await (await request("POST", "/v1/workloads", { json })).json()) as { id: string };
    const path = `/v1/workloads/${id}/logs`;
    const all = await readEvents(await request("GET", path));
    expect(all.slice(0, -1).map(({ data }) => data)).toEqual(log);
    const rest = await readEvents(await request("GET", path, { headers: { "last-event-id": "1198" } }));
    expect(rest.map(({ data }) => data)).toEqual(["line 1199", "line 1200", "stream complete"]);
    const wrong = await request("GET", path, { headers: { "last-event-id": "x" } });
    expect(wrong.status).toBe(400);
  });

  it("shows the history with the streams", async () => {
    const { request, get } = await testApi();
    const json = { runtime: "node", code: JSON.stringify({ log: ["a\0b"], err: ["c"] }) };
    const { id } = (await (await request("POST", "/v1/workloads", { json })).json()) as { id: string };
    const { lines } = await get(`/v1/workloads/${id}/logs/history`);
    expect(lines).toMatchObject([
      { seq: 1, stream: "stdout", line: "a\ufffdb" },
      { seq: 2, stream: "stderr", line: "c" },
    ]);
  });

  it("cuts endless output off, and says so", async () => {
    const { request, get } = await testApi({
      limits: { log: { lineLength: 1000, lines: 100, length: 5000 } },
    });
    const json = { runtime: "node", code: '{"flood":true}' };
    const record = (await (await request("POST", "/v1/workloads", { json })).json()) as { id: string };
    expect(record).toMatchObject({ status: "failed", reason: "output" });
    const { lines } = await get(`/v1/workloads/${record.id}/logs/history`);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toMatchObject({
      stream: "notice",
      line: "the log is full; what follows is left out",
    });
  });

  it("lets only so many follow, and forgets those that have gone", async () => {
    const { submit, request } = await testApi({ limits: { logStreams: 1 } });
    const { id } = await submit({ sleepMs: 60_000 });
    const path = `/v1/workloads/${id}/logs`;
    const first = await request("GET", path);
    expect((await request("GET", path)).status).toBe(429);
    expect((await request("HEAD", path)).status).toBe(200);
    await first.body?.cancel();
    const next = await request("GET", path);
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });
});
