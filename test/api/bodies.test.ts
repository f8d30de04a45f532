import Database from "libsql";
import { describe, expect, it, vi } from "vitest";
import { waitUntil } from "../support/wait-until.js";
import { base, testApi } from "./support/api-client.js";

const json = { "content-type": "application/json" };

describe("bodies", () => {
  const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it.each([
    ["an input", "/v1/workloads", `{"runtime":"node","code":"{}","input":${deep(100_000)}}`],
    ["everything", "/v1/workloads/async", '{"a":'.repeat(100_000) + "}".repeat(100_000)],
    ["a config", "/v1/kinds/backend/providers/generic/validate", `{"config":${deep(300)}}`],
    ["what never ends", "/v1/validate", "[".repeat(200_000)],
  ])("refuses %s that is nested too deeply", async (_what, path, body) => {
    const { request } = await testApi();
    const response = await request("POST", path, { body, headers: json });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: "the body is nested too deeply" },
    ]);
  });

  it("counts no brackets in texts, and takes what is deep enough for everybody", async () => {
    const { request } = await testApi();
    const inputs = [deep(200), JSON.stringify(`\\" ${"[{".repeat(1000)} \\`)];
    for (const input of inputs) {
      const body = `{"runtime":"node","code":"{}","input":${input}}`;
      const record = await (await request("POST", "/v1/workloads", { body, headers: json })).json();
      expect(record).toMatchObject({ status: "completed", output: Buffer.from(input).toString("base64") });
    }
  });

  it.each([
    ["text/plain", {}, 415, "the body must be application/json"],
    ["application/jsonp", {}, 415, "the body must be application/json"],
    ["", {}, 415, "the body must be application/json"],
    ["application/json; charset=utf-16", {}, 415, "the body must be application/json"],
    ["application/json", { "content-encoding": "gzip" }, 415, "the body must not be compressed"],
    ["Application/JSON; charset=UTF-8", {}, 200, undefined],
    ['application/json; charset="utf-8"', { "content-encoding": "identity" }, 200, undefined],
  ])("takes JSON in UTF-8 alone: %j", async (type, more, status, error) => {
    const { request } = await testApi();
    const body = JSON.stringify({ text: "project:\n  name: shop\n" });
    const response = await request("POST", "/v1/validate", {
      body,
      headers: { "content-type": type, ...more },
    });
    expect([response.status, ((await response.json()) as { error?: string }).error]).toEqual([status, error]);
  });

  it.each([
    ["no UTF-8", Buffer.from('{"text":"\xff"}', "latin1")],
    ["a cut character", Buffer.from('{"text":"\u20ac"}').subarray(0, -3)],
    ["UTF-16", Buffer.from('{"text":""}', "utf16le")],
    ["nothing", Buffer.alloc(0)],
    ["two values", Buffer.from("{}{}")],
    ["a comment", Buffer.from('{"text":""/**/}')],
  ])("refuses %s", async (_what, body) => {
    const { api } = await testApi();
    const response = await api.fetch(
      new Request(`${base}/v1/validate`, { method: "POST", headers: json, body }),
    );
    expect([response.status, await response.json()]).toEqual([400, { error: "invalid JSON body" }]);
  });

  it("reads no more bodies at once than it has memory for", async () => {
    const { api, request } = await testApi({ limits: { pendingBytes: 1000 } });
    let proceed = (): void => {};
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('{"runtime":"node","code":"{}","input":"'.padEnd(600, "x")));
        proceed = () => {
          controller.enqueue(Buffer.from('"}'));
          controller.close();
        };
      },
    });
    const options = { method: "POST", headers: json, body: slow, duplex: "half" } as RequestInit;
    const first = api.fetch(new Request(`${base}/v1/workloads`, options));
    await waitUntil("the first is being read", () => slow.locked);
    const body = JSON.stringify({ runtime: "node", code: "{}", input: "x".repeat(500) });
    const second = await request("POST", "/v1/workloads", { body, headers: json });
    expect([second.status, await second.json()]).toEqual([429, { error: "too much is being sent" }]);
    proceed();
    expect((await first).status).toBe(200);
    expect((await request("POST", "/v1/workloads", { body, headers: json })).status).toBe(200);
  });

  it("counts all that a waiting workload came with", async () => {
    const { submit, request } = await testApi({ limits: { pendingBytes: 2000 } }, 1);
    await submit({ sleepMs: 60_000 });
    const body = JSON.stringify({ runtime: "node", code: "{}", args: ["x".repeat(1000)] });
    expect((await request("POST", "/v1/workloads/async", { body, headers: json })).status).toBe(202);
    const refused = await request("POST", "/v1/workloads/async", { body, headers: json });
    expect([refused.status, await refused.json()]).toEqual([429, { error: "too much is waiting" }]);
  });
});

describe("a server that fails", () => {
  it("says which request it was, in the known words, and tells its owner why", async () => {
    const errors: string[] = [];
    const onError = (error: Error): void => {
      errors.push(error.message);
    };
    const { request } = await testApi({ onError });
    const body = '{"runtime":"node","code":"{}"}';
    const prepare = vi.spyOn(Database.prototype, "prepare").mockImplementation(() => {
      throw new Error("database or disk is full");
    });
    try {
      for (const [method, path, error] of [
        ["POST", "/v1/workloads", "failed to create workload"],
        ["POST", "/v1/workloads/async", "failed to submit workload"],
        ["GET", "/v1/workloads", "failed to list workloads"],
        ["GET", "/v1/stats", "failed to get stats"],
        ["GET", "/v1/workloads/01ARZ3NDEKTSV4RRFFQ69G5FAV", "internal error"],
      ] as const) {
        const response = await request(method, path, method === "POST" ? { body, headers: json } : {});
        expect([response.status, await response.json()], path).toEqual([500, { error }]);
      }
    } finally {
      prepare.mockRestore();
    }
    expect(errors).toEqual(Array(5).fill("database or disk is full"));
    expect((await request("POST", "/v1/workloads", { body, headers: json })).status).toBe(200);
  });
});
