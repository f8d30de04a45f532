import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApi } from "../../src/api/index.js";
import { listen } from "../../src/cli/serve/http-server.js";
import { base, testApi } from "./support/api-client.js";

const token = "0123456789abcdef";
const loopback = ["localhost", "127.0.0.1", "[::1]"];
const code = { runtime: "node", code: "{}" };

describe("the token", () => {
  it("is asked for everywhere but where the server shows what it is", async () => {
    const { api } = await testApi({ token });
    const status = async (path: string, authorization?: string) =>
      (
        await api.fetch(
          new Request(base + path, { headers: authorization === undefined ? {} : { authorization } }),
        )
      ).status;
    for (const path of ["/", "/assets/app.js", "/healthz", "/openapi.json"])
      expect(await status(path), path).toBe(200);
    const closed = [
      "/v1/backends",
      "/v1/kinds",
      "/v1/kinds/backend/providers",
      "/v1/workloads",
      "/v1/stats",
      "/metrics",
    ];
    for (const path of closed) {
      expect(await status(path), path).toBe(401);
      for (const wrong of [
        "Bearer",
        "Bearer ",
        `Bearer ${token}x`,
        `Basic ${token}`,
        token,
        `Bearer ${token} x`,
      ]) {
        expect(await status(path, wrong), wrong).toBe(401);
      }
      expect(await status(path, `Bearer ${token}`), path).toBe(200);
      expect(await status(path, `bearer ${token}`), path).toBe(200);
    }
  });

  it("is told of by the answer and by the description", async () => {
    const { api, get } = await testApi({ token });
    const response = await api.fetch(new Request(`${base}/v1/kinds`));
    expect([response.headers.get("www-authenticate"), await response.json()]).toEqual([
      "Bearer",
      { error: "unauthorized" },
    ]);
    expect((await get("/openapi.json")).security).toEqual([{ token: [] }]);
  });

  it("must be long enough to be one", async () => {
    await expect(createApi({ registries: [], token: "short" })).rejects.toThrow(
      "the token must have at least 16 characters",
    );
  });
});

describe("names and origins", () => {
  it("answers under the names of the machine itself alone", async () => {
    const { api } = await testApi({ hosts: loopback });
    const status = async (url: string) => (await api.fetch(new Request(url))).status;
    for (const host of ["localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1"])
      expect(await status(`http://${host}/healthz`), host).toBe(200);
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "127.0.0.2",
      "localhost.",
    ])
      expect(await status(`http://${host}/`), host).toBe(403);
  });

  it("takes nothing from pages of other origins", async () => {
    const { api, request } = await testApi({ hosts: loopback });
    const send = (origin: string, type = "application/json") =>
      request("POST", "/v1/workloads/async", { json: code, headers: { origin, "content-type": type } });
    expect((await send(base)).status).toBe(202);
    for (const origin of ["http://evil.example", "http://127.0.0.1:8081", "null"]) {
      const response = await send(origin);
      expect([response.status, response.headers.get("access-control-allow-origin")], origin).toEqual([
        403,
        null,
      ]);
    }
    // Without asking first, a browser sends these types only.
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const response = await request("POST", "/v1/workloads/async", {
        body: JSON.stringify(code),
        headers: { "content-type": type },
      });
      expect(response.status).toBe(415);
    }
    const read = await api.fetch(
      new Request(`${base}/v1/kinds`, { headers: { origin: "http://evil.example" } }),
    );
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
    expect(read.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    const asked = await api.fetch(
      new Request(`${base}/v1/workloads`, { method: "OPTIONS", headers: { origin: "http://evil.example" } }),
    );
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });

  it("lets pages of the configured origins use it", async () => {
    const origin = "https://console.example";
    const { api, request } = await testApi({ corsOrigins: [origin], token });
    const asked = await api.fetch(
      new Request(`${base}/v1/workloads`, { method: "OPTIONS", headers: { origin } }),
    );
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(origin);
    expect(asked.headers.get("access-control-allow-headers")).toContain("Authorization");
    const headers = { origin, authorization: `Bearer ${token}` };
    const sent = await request("POST", "/v1/workloads", { json: code, headers });
    expect([sent.status, sent.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
    const other = await api.fetch(
      new Request(`${base}/healthz`, { headers: { origin: "https://evil.example" } }),
    );
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    // A cache must not give the one's answer to the other.
    expect([sent, other].map((answer) => answer.headers.get("vary"))).toEqual(["Origin", "Origin"]);
    expect(sent.headers.get("access-control-expose-headers")).toContain("Location");
  });

  it.each([
    [{ corsOrigins: ["*"] }, '"*" is no origin'],
    [{ corsOrigins: ["null"] }, '"null" is no origin'],
    [
      { corsOrigins: ["https://console.example/"] },
      "is no origin: it must be like https://console.example.org",
    ],
    [{ corsOrigins: ["console.example"] }, "is no origin"],
    [{ corsOrigins: ["file:///x"] }, "is no origin"],
    [{ hosts: ["localhost:8080"] }, '"localhost:8080" is no host name without a port'],
    [{ hosts: [""] }, "is no host name"],
    [{ hosts: ["http://x"] }, "is no host name"],
    [{ hosts: ["::1"] }, "is no host name"],
  ])("does not start with %j, which no request could match", async (options, message) => {
    await expect(createApi({ registries: [], ...options })).rejects.toThrow(message);
  });

  it("carries the page's policy with every answer, failures too", async () => {
    const { api } = await testApi();
    for (const path of ["/", "/v1/kinds", "/nothing", "/v1/kinds/x/providers"]) {
      const { headers } = await api.fetch(new Request(base + path));
      expect(headers.get("content-security-policy"), path).toMatch(
        /^default-src 'none'; script-src 'self'; /,
      );
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
    }
  });
});

describe("limits", () => {
  it("reads no more of a body than it takes", async () => {
    const { request } = await testApi({ limits: { bodyBytes: 1000, documentBytes: 100 } });
    const large = { ...code, input: "x".repeat(1000) };
    const refused = await request("POST", "/v1/workloads", { json: large });
    expect([refused.status, await refused.json()]).toEqual([
      413,
      { error: "the body is larger than 1000 bytes" },
    ]);
    expect((await request("POST", "/v1/validate", { json: { text: "x".repeat(100) } })).status).toBe(413);
  });

  it("stops a body of unknown length at the limit", async () => {
    const { api } = await testApi({ limits: { bodyBytes: 1000 } });
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 400;
        controller.enqueue(new Uint8Array(400).fill(0x20));
      },
    });
    const headers = { "content-type": "application/json" };
    const request = new Request(`${base}/v1/workloads`, {
      method: "POST",
      body,
      headers,
      duplex: "half",
    } as RequestInit);
    expect((await api.fetch(request)).status).toBe(413);
    expect(sent).toBeLessThan(4000);
  });

  it("refuses methods and paths that there are not", async () => {
    const { request } = await testApi();
    const put = await request("PUT", "/v1/workloads");
    expect([put.status, put.headers.get("allow"), await put.json()]).toEqual([
      405,
      "GET, HEAD, OPTIONS, POST",
      { error: "method not allowed" },
    ]);
    const options = await request("OPTIONS", "/v1/workloads/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    expect([options.status, options.headers.get("allow")]).toEqual([204, "DELETE, GET, HEAD, OPTIONS"]);
    const head = await request("HEAD", "/v1/backends");
    expect([head.status, head.headers.has("etag"), await head.text()]).toEqual([200, true, ""]);
    for (const path of ["/v1", "/v2/backends", "/assets/", "/assets/../package.json", "/v1/workloads/"]) {
      const response = await request("GET", path);
      expect([response.status, await response.json()], path).toEqual([404, { error: "not found" }]);
    }
  });
});

describe("over the wire", () => {
  async function listening(): Promise<number> {
    const { api } = await testApi({ hosts: loopback, limits: { bodyBytes: 1000 } });
    const server = await listen(api.fetch, "127.0.0.1", 0);
    onTestFinished(() => server.close());
    return server.port;
  }

  it("looks at the name that a client gives", async () => {
    const port = await listening();
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const options = { port, host: "127.0.0.1", path: "/v1/backends", headers: { host } };
        httpRequest(options, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });
    expect(await ask(`127.0.0.1:${port}`)).toBe(200);
    expect(await ask("evil.example")).toBe(403);
    expect(await ask(`localhost:${port}`)).toBe(200);
  });

  it.each([
    ["GET / HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400/],
    [
      "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 (400|403)/,
    ],
    ["GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", /^HTTP\/1\.1 400/],
    ["nonsense\r\n\r\n", /^HTTP\/1\.1 400/],
    [
      "POST /v1/workloads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
      /^HTTP\/1\.1 413/,
    ],
  ])("stands what is no request of a client: %j", async (text, expected) => {
    const port = await listening();
    const answer = await new Promise<string>((resolve, reject) => {
      let received = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk) => {
        received += chunk.toString();
        if (received.includes("\r\n\r\n")) socket.destroy();
      });
      socket.on("close", () => resolve(received)).on("error", reject);
    });
    expect(answer).toMatch(expected);
  });
});
