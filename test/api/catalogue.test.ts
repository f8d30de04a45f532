import { validate as validateOpenApi } from "@hyperjump/json-schema/openapi-3-1";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it, vi } from "vitest";
import { documentDefinition } from "../../generated/index.js";
import { createApi } from "../../src/api/index.js";
import { formatJson } from "../../src/diagnostics/format-json.js";
import { checkDocument } from "../../src/document/check-document.js";
import { createRegistry } from "../../src/registry/create-registry.js";
import { parseSource } from "../../src/source/parse-source.js";
import { waitUntil } from "../support/wait-until.js";
import { testApi } from "./support/api-client.js";
import { parsePrometheus } from "./support/prometheus.js";

describe("GET /v1/backends", () => {
  it("lists those that can run, sorted, in the known shape", async () => {
    const { request } = await testApi();
    const response = await request("GET", "/v1/backends");
    expect(await response.text()).toBe(
      '[{"name":"gvisor","capabilities":{"name":"gvisor","supported_runtimes":["oci"],"supported_isolations":["gvisor"],"max_concurrency":4}},' +
        '{"name":"isolate","capabilities":{"name":"workerd","supported_runtimes":["node","wasm"],"supported_isolations":["isolate"],"max_concurrency":4}}]',
    );
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("is an empty list when there are none", async () => {
    const api = await createApi({ registries: [] });
    const answer = await api.fetch(new Request("http://localhost/v1/backends"));
    expect(await answer.text()).toBe("[]");
    const headers = { "content-type": "application/json" };
    const body = '{"runtime":"node","code":""}';
    const refused = await api.fetch(
      new Request("http://localhost/v1/workloads", { method: "POST", headers, body }),
    );
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'backend "auto" is not registered' },
    ]);
    await api.close();
  });

  it("is the same, byte for byte, and tells a client that has it", async () => {
    const { request } = await testApi();
    const first = await request("GET", "/v1/backends");
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]+"$/);
    const texts = new Set([await first.text()]);
    for (let count = 0; count < 5; count++) texts.add(await (await request("GET", "/v1/backends")).text());
    expect(texts.size).toBe(1);
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      const response = await request("GET", "/v1/backends", { headers: { "if-none-match": known } });
      expect([response.status, response.headers.get("etag"), await response.text()], known).toEqual([
        304,
        tag,
        "",
      ]);
    }
    const other = await request("GET", "/v1/backends", { headers: { "if-none-match": '"x"' } });
    expect(other.status).toBe(200);
    expect((await (await testApi({}, 7)).request("GET", "/v1/backends")).headers.get("etag")).not.toBe(tag);
  });
});

describe("kinds", () => {
  it("lists every kind, and the providers of each", async () => {
    const { get, request } = await testApi();
    const { kinds } = await get("/v1/kinds");
    expect(kinds.map(({ id }: { id: string }) => id)).toEqual(["backend", "isolation", "migration"]);
    for (const { id, providers } of kinds) {
      const answer = await get(`/v1/kinds/${id}/providers`);
      expect(answer.providers.map((provider: { id: string }) => provider.id)).toEqual(providers);
    }
    for (const id of ["x", "__proto__", "constructor", "%2e%2e", "a%00b"])
      expect((await request("GET", `/v1/kinds/${id}/providers`)).status, id).toBe(404);
    const unknown = await request("GET", "/v1/kinds/x/providers");
    expect(await unknown.json()).toEqual({
      error: 'unknown kind "x"; available kinds: [backend isolation migration]',
    });
  });

  it("says of each whether it can be used here, and why not", async () => {
    const { get } = await testApi({ env: { PATH: "" }, folder: "/" });
    const of = async (kind: string) =>
      Object.fromEntries(
        (await get(`/v1/kinds/${kind}/providers`)).providers.map(
          ({ id, availability }: { id: string; availability: unknown }) => [id, availability],
        ),
      );
    expect(await of("isolation")).toEqual({
      gvisor: { status: "available", details: { engine: "1.0" } },
      isolate: { status: "available", details: { engine: "1.0" } },
      microvm: { status: "unavailable", reason: "no kernel" },
    });
    expect(await of("backend")).toEqual({
      "encore-ts": { status: "incomplete", reason: "not found: encore" },
      generic: { status: "available" },
    });
    expect((await of("migration")).prisma.reason).toMatch(/^not found: @electric-sql\/pglite \(npm\), /);
  });

  it("shows schemas without the values of secrets", async () => {
    const registry = createRegistry({
      ...{
        id: "k",
        title: "K",
        description: "",
        noun: "provider",
        onDuplicate: "error",
        routing: {},
        providers: {},
      },
    } as never).register({
      id: "p",
      schema: {
        type: "object",
        properties: {
          key: { type: "string", "x-secret": true, default: "s3cret", examples: ["s3cret"] },
          nested: { items: { "x-secret": true, enum: ["s3cret"] }, type: "array" },
          open: { type: "string", default: "shown" },
        },
      },
      provider: {},
    } as never);
    const { request } = await testApi({ registries: [registry as never] });
    const text = await (await request("GET", "/v1/kinds/k/providers")).text();
    expect(text).toContain("shown");
    expect(text).not.toContain("s3cret");
    expect(JSON.parse(text).providers[0]).toMatchObject({ availability: { status: "available" } });
  });

  it("checks configs of a provider", async () => {
    const { request } = await testApi();
    const check = async (id: string, config: unknown) => {
      const response = await request("POST", `/v1/kinds/backend/providers/${id}/validate`, {
        json: { config },
      });
      return [response.status, await response.json()];
    };
    expect(await check("generic", { dev: { command: ["x"] } })).toEqual([200, { valid: true, issues: [] }]);
    expect(await check("generic", { dev: { comand: ["x"] } })).toEqual([
      200,
      {
        valid: false,
        issues: [
          expect.objectContaining({
            code: "unknown-field",
            path: "/dev/comand",
            message: 'unknown field "comand" in backend.providers.generic.dev; did you mean "command"?',
          }),
        ],
      },
    ]);
    const items = Array.from({ length: 1500 }, () => 1);
    const [, { issues }] = await check("generic", { dev: { command: items } });
    expect(issues).toHaveLength(1001);
    expect(issues[999]).toMatchObject({ code: "invalid-config", path: "/dev/command/999" });
    expect(issues[1000]).toEqual({
      code: "more-mistakes",
      message: "500 more mistakes are not shown",
      path: "",
      hint: "correct those that are shown, and check again",
    });
    expect(await check("genric", {})).toEqual([
      404,
      { error: 'unknown provider "genric"; available providers: [encore-ts generic]' },
    ]);
  });
});

describe("POST /v1/validate", () => {
  it.each([
    "project:\n  name: shop\n",
    "backend:\n  provider: genric\n  providers: {}\n",
    "backend: [\n",
    "project:\n  name: ${SHOP}\n",
    "",
    "a: &a [*a]\n",
  ])("finds in %j what the command line finds", async (text) => {
    const { request } = await testApi();
    const response = await request("POST", "/v1/validate", { json: { text, file: "x.yml" } });
    const { diagnostics } = await checkDocument(parseSource(text, { file: "x.yml" }), documentDefinition);
    expect(`${await response.text()}\n`).toBe(
      formatJson({ files: ["x.yml"], diagnostics, sources: new Map() }),
    );
  });

  it("takes variables from the client, never from the server's environment", async () => {
    vi.stubEnv("PROVC_TEST_NAME", "server-name");
    const { request } = await testApi();
    const text = "project:\n  name: ${PROVC_TEST_NAME}\n";
    const own = await (await request("POST", "/v1/validate", { json: { text } })).text();
    expect(own).not.toContain("server-name");
    expect(JSON.parse(own)).toMatchObject({ valid: false });
    expect(own).toContain("needs the environment variable PROVC_TEST_NAME, which is not set");
    const variables = { PROVC_TEST_NAME: "theirs" };
    const given = await request("POST", "/v1/validate", { json: { text, variables } });
    expect(await given.json()).toEqual({ version: 1, valid: true, diagnostics: [] });
  });

  it("is not there when the manifest has no document", async () => {
    const api = await createApi({ registries: [] });
    const answer = await api.fetch(new Request("http://localhost/v1/validate", { method: "POST" }));
    expect(answer.status).toBe(404);
    await api.close();
  });
});

describe("the service", () => {
  it("counts what it does, with labels that do not grow with what it is asked", async () => {
    const { get, request, submit, observed } = await testApi();
    await request("POST", "/v1/workloads", { json: { runtime: "node", code: "{}" } });
    await submit({ sleepMs: 60_000 });
    await waitUntil("it runs", () => observed.running === 1);
    await request("GET", "/v1/workloads/01ARZ3NDEKTSV4RRFFQ69G5FAV");
    await request("GET", '/anything"\\{}');
    await request("BREW", "/coffee");
    expect(await get("/healthz")).toEqual({ status: "ok" });
    const response = await request("GET", "/metrics");
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const metrics = parsePrometheus(await response.text());
    const valuesOf = (name: string) =>
      metrics.get(name)?.samples.map(({ labels, value }) => [...Object.values(labels), value].join(" "));
    expect([...metrics].map(([name, { type }]) => `${name} ${type}`)).toEqual([
      "provc_http_requests_total counter",
      "provc_http_request_duration_seconds histogram",
      "provc_workloads_total counter",
      "provc_workload_duration_seconds histogram",
      "provc_workloads_pending gauge",
      "provc_workloads_running gauge",
    ]);
    expect(valuesOf("provc_http_requests_total")).toEqual([
      "GET /healthz 200 1",
      // The test asks for the description itself.
      "GET /openapi.json 200 1",
      "GET /v1/workloads/{id} 404 1",
      "GET other 404 1",
      "POST /v1/workloads 200 1",
      "POST /v1/workloads/async 202 1",
      "other other 404 1",
    ]);
    expect(valuesOf("provc_workloads_total")).toEqual(["isolate completed 1"]);
    expect(valuesOf("provc_workloads_running")).toEqual(["gvisor 0", "isolate 1", "microvm 0"]);
    expect(valuesOf("provc_workloads_pending")).toEqual(["gvisor 0", "isolate 0", "microvm 0"]);
    const [count] = metrics.get("provc_workload_duration_seconds")?.samples.slice(-1) ?? [];
    expect(count).toEqual({
      ...{ name: "provc_workload_duration_seconds_count", labels: { isolation: "isolate" }, value: 1 },
    });
    expect(await get("/v1/stats")).toMatchObject({
      total: 2,
      by_status: { pending: 0, running: 1, completed: 1, failed: 0, killed: 0 },
      by_isolation: { isolate: 2 },
    });
  });

  it("describes itself in OpenAPI 3.1", async () => {
    const { get } = await testApi();
    const document = await get("/openapi.json");
    const output = await validateOpenApi("https://spec.openapis.org/oas/3.1/schema-base", document);
    expect(output.valid).toBe(true);
    const ajv = new Ajv2020({ strict: false });
    for (const schema of Object.values<object>(document.components.schemas))
      expect(ajv.validateSchema(schema)).toBe(true);
    const ids = Object.values<object>(document.paths).flatMap((path) =>
      Object.values<{ operationId: string }>(path as never).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(document.paths)).toEqual([
      ...[
        "/v1/backends",
        "/v1/kinds",
        "/v1/kinds/{kind}/providers",
        "/v1/kinds/{kind}/providers/{id}/validate",
      ],
      ...[
        "/v1/validate",
        "/v1/workloads",
        "/v1/workloads/async",
        "/v1/workloads/{id}",
        "/v1/workloads/{id}/logs",
      ],
      ...["/v1/workloads/{id}/logs/history", "/healthz", "/metrics", "/v1/stats", "/openapi.json"],
    ]);
  });
});
