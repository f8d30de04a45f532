import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApi } from "../../src/api/index.js";
import { base, testApi } from "./support/api-client.js";

const headers = { "content-type": "application/json" };
const body = JSON.stringify({ runtime: "node", code: '{"output":7}' });

describe("a path of its own", () => {
  it("is where everything is, and refers to itself from there", async () => {
    const { api } = await testApi({ basePath: "/tools/provc" });
    const ask = (path: string, options?: RequestInit) => api.fetch(new Request(base + path, options));
    expect((await ask("/tools/provc/v1/backends")).status).toBe(200);
    for (const path of ["/v1/backends", "/", "/tools", "/tools/provcx/v1/backends", "/provc/v1/backends"])
      expect((await ask(path)).status, path).toBe(404);
    const document = await (await ask("/tools/provc/openapi.json")).json();
    expect(document.servers).toEqual([{ url: "/tools/provc" }]);
    for (const path of ["/tools/provc/v1/workloads", "/tools/provc/v1/workloads/async"]) {
      const response = await ask(path, { method: "POST", headers, body });
      const location = new URL(response.headers.get("location") ?? "", base + path);
      expect(location.pathname).toMatch(/^\/tools\/provc\/v1\/workloads\/[0-9A-Z]{26}$/);
      expect((await ask(location.pathname)).status).toBe(200);
    }
  });

  it("has the page at its folder, whose files lie below it", async () => {
    const { api } = await testApi({ basePath: "/provc" });
    const ask = (path: string) => api.fetch(new Request(base + path));
    const redirect = await ask("/provc");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([308, "/provc/"]);
    const page = await (await ask("/provc/")).text();
    const references = [...page.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, reference = ""]) => reference);
    expect(references.length).toBeGreaterThan(3);
    for (const reference of references) {
      const { pathname } = new URL(reference, `${base}/provc/`);
      expect((await ask(pathname)).status, reference).toBe(200);
    }
    const script = await (await ask("/provc/assets/app.js")).text();
    expect(script).not.toMatch(/["'`]\/v1\//);
  });

  it.each(["/", "provc", "/provc/", "/a//b", "/a?b", "/../x", "/a/.."])("is not %j", async (basePath) => {
    await expect(createApi({ registries: [], basePath })).rejects.toThrow("it must be like /provc");
  });
});

describe("servers of others", () => {
  it("mount it below a path of theirs: Hono", async () => {
    const { api } = await testApi({ basePath: "/provc" });
    const outer = new Hono();
    outer.get("/", (context) => context.text("theirs"));
    outer.all("/provc/*", (context) => api.fetch(context.req.raw));
    expect(await (await outer.request("/")).text()).toBe("theirs");
    expect(await (await outer.request("/provc/healthz")).json()).toEqual({ status: "ok" });
    const ran = await outer.request("/provc/v1/workloads", { method: "POST", headers, body });
    expect(await ran.json()).toMatchObject({ status: "completed" });
  });

  it("mount it where the path is taken off: Hono's mount", async () => {
    const { api } = await testApi();
    const outer = new Hono().mount("/provc", api.fetch);
    const path = "http://localhost/provc/v1/workloads/async";
    const response = await outer.request(path, { method: "POST", headers, body });
    const location = new URL(response.headers.get("location") ?? "", path);
    expect((await outer.request(location.href)).status).toBe(200);
    expect((await outer.request("/provc/")).headers.get("content-type")).toContain("text/html");
  });

  it("mount it beside their own: node:http, with an adapter", async () => {
    const { api } = await testApi({ basePath: "/provc" });
    const listener = getRequestListener(api.fetch, { overrideGlobalObjects: false });
    const server = createServer((request, response) => {
      if (request.url?.startsWith("/provc/")) void listener(request, response);
      else response.end("theirs");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await fetch(url)).text()).toBe("theirs");
    const ran = await fetch(`${url}/provc/v1/workloads`, { method: "POST", headers, body });
    const { id } = (await ran.json()) as { id: string };
    const log = await fetch(`${url}/provc/v1/workloads/${id}/logs`);
    expect(await log.text()).toBe("event: done\ndata: stream complete\n\n");
  });
});

describe("two in one process", () => {
  it("know nothing of one another", async () => {
    const [one, other] = [await testApi({ nodeId: "one", token: "0123456789abcdef" }), await testApi()];
    const authorization = "Bearer 0123456789abcdef";
    const options = { body, headers: { ...headers, authorization } };
    expect(await (await one.request("POST", "/v1/workloads", options)).json()).toMatchObject({
      node_id: "one",
    });
    expect((await other.get("/v1/workloads")).total).toBe(0);
    expect(await (await other.request("GET", "/metrics")).text()).not.toContain(
      'path="/v1/workloads",status="200"} 2',
    );
    await one.api.close();
    expect((await other.request("POST", "/v1/workloads", { body, headers })).status).toBe(200);
  });
});
