import { once } from "node:events";
import { SignJWT } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { FakeCartesia } from "./fakes/fake-cartesia.js";
import { FakeLivekit } from "./fakes/fake-livekit.js";
import { FakePipecat } from "./fakes/fake-pipecat.js";
import { FakeVapi } from "./fakes/fake-vapi.js";
import { FakeVocode } from "./fakes/fake-vocode.js";
import type { LoopbackServer } from "./fakes/loopback-server.js";
import { eventually } from "./support/eventually.js";

/** A strict server is worth something only if it notices: each of its rules is broken here once. */
let server: LoopbackServer;
afterEach(() => server.close());

type Headers = Readonly<Record<string, string>>;

async function post(path: string, body: unknown, headers: Headers = {}, method = "POST"): Promise<Response> {
  return await fetch(server.url + path, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Connects, says things, and waits for the violation or for the status with which it was refused. */
async function talk(
  path: string,
  messages: readonly (string | Buffer | object)[],
  headers: Headers = {},
): Promise<number | undefined> {
  const socket = new WebSocket(server.url.replace("http", "ws") + path, { headers });
  let status: number | undefined;
  socket.on("unexpected-response", (_request, response) => {
    status = response.statusCode;
    socket.terminate();
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.on("open", resolve).on("close", resolve));
  for (const message of messages) {
    const isRaw = typeof message === "string" || Buffer.isBuffer(message);
    if (socket.readyState === socket.OPEN) socket.send(isRaw ? message : JSON.stringify(message));
  }
  await eventually(() => server.violations.length > 0 || socket.readyState === socket.CLOSED);
  socket.terminate();
  return status;
}

const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });

describe("vapi", () => {
  const transport = {
    provider: "vapi.websocket",
    audioFormat: { format: "pcm_s16le", container: "raw", sampleRate: 16_000 },
  };
  const good = { assistantId: "a", transport };
  let fake: FakeVapi;
  const start = async (): Promise<Headers> => {
    fake = new FakeVapi();
    server = await fake.server.listen();
    return bearer(fake.key);
  };

  test.each<[string, object]>([
    ["no assistant", { transport }],
    ["two assistants", { ...good, squadId: "b" }],
    ["phone fields", { ...good, phoneNumberId: "p" }],
    ["another transport", { ...good, transport: { ...transport, provider: "daily" } }],
    ["no format", { ...good, transport: { provider: "vapi.websocket" } }],
    ["an unknown format", withFormat({ format: "opus" })],
    ["a container", withFormat({ container: "wav" })],
    ["a sample rate out of range", withFormat({ sampleRate: 200_000 })],
  ])("notices a call with %s", async (_what, body) => {
    const headers = await start();
    await post("/call", body, headers);
    expect(server.violations).toHaveLength(1);
  });

  function withFormat(format: object): object {
    return { ...good, transport: { ...transport, audioFormat: { ...transport.audioFormat, ...format } } };
  }

  test("refuses a wrong key, and notices an unknown route and a DELETE for an end", async () => {
    const headers = await start();
    expect((await post("/call", good, bearer("other"))).status).toBe(401);
    expect(server.violations).toEqual([]);
    await post("/calls", good, headers);
    await post("/call/x", {}, headers, "DELETE");
    expect(server.violations).toHaveLength(2);
  });

  test("notices credentials at the control URL, and another word than end-call", async () => {
    const headers = await start();
    const { monitor } = (await (await post("/call", good, headers)).json()) as {
      monitor: { controlUrl: string };
    };
    const path = new URL(monitor.controlUrl).pathname;
    await post(path, { type: "end-call" }, headers);
    await post(path, { type: "stop" });
    expect(server.violations).toHaveLength(2);
  });

  test.each<[string, readonly (string | Buffer)[], boolean]>([
    ["credentials at the socket", [], true],
    ["half a sample", [Buffer.alloc(3)], false],
    ["an empty frame", [Buffer.alloc(0)], false],
    ["an unknown message", ['{"type":"end"}'], false],
  ])("notices %s", async (_what, messages, withKey) => {
    const headers = await start();
    const { id } = (await (await post("/call", good, headers)).json()) as { id: string };
    await talk(`/transport/${id}`, messages, withKey ? headers : {});
    expect(server.violations).toHaveLength(1);
    expect(await talk("/transport/unknown", [])).toBe(404);
  });
});

describe("cartesia", () => {
  const path = "/v1/agents/websocket/agent_1?cartesia_version=2026-08-14";
  const create = {
    type: "session_create",
    audio: { input_format: "pcm_16000", output_delivery: "speaking_pace" },
  };
  const key = { "x-api-key": "cartesia-key", "cartesia-version": "2026-08-14" };
  const start = async (): Promise<void> => {
    server = await new FakeCartesia().server.listen();
  };

  test.each<[string, readonly object[]]>([
    ["audio before the session", [{ type: "audio_input", audio: "AAAA" }]],
    ["an unknown format", [{ ...create, audio: { ...create.audio, input_format: "opus" } }]],
    ["no delivery", [{ ...create, audio: { input_format: "pcm_16000" } }]],
    ["an unknown message", [create, { type: "hello" }]],
    ["audio that is not base64", [create, { type: "audio_input", audio: "A?==" }]],
    ["half a sample", [create, { type: "audio_input", audio: "AA==" }]],
  ])("notices %s", async (_what, messages) => {
    await start();
    await talk(path, messages, key);
    expect(server.violations).toHaveLength(1);
  });

  test.each([
    ["a key in a URL", `${path}&api_key=cartesia-key`],
    ["another version", path.replace("2026-08-14", "2020-01-01")],
  ])("notices %s", async (_what, url) => {
    await start();
    await talk(url, [], key);
    expect(server.violations).toHaveLength(1);
  });

  test("refuses a wrong key, an unknown agent and an unknown format of speech", async () => {
    await start();
    expect(await talk(path, [], { "x-api-key": "other" })).toBe(401);
    expect(await talk(path.replace("agent_1", "agent_2"), [], key)).toBe(404);
    const stt =
      "/stt/turns/websocket?cartesia_version=2026-08-14&model=ink-2&sample_rate=16000&encoding=opus";
    expect(await talk(stt, [], key)).toBe(400);
    expect(server.violations).toEqual([]);
  });

  const speech = {
    context_id: "c",
    model_id: "sonic-3",
    transcript: "hi",
    voice: { mode: "id", id: "v" },
    output_format: { container: "raw", encoding: "pcm_s16le", sample_rate: 16_000 },
  };
  test.each(["context_id", "model_id", "transcript", "voice", "output_format"])(
    "notices speech without %s",
    async (field) => {
      await start();
      const { [field as "voice"]: _, ...rest } = speech;
      await talk("/tts/websocket?cartesia_version=2026-08-14", [rest], key);
      expect(server.violations).toHaveLength(1);
    },
  );

  test("notices a request without a version", async () => {
    await start();
    await post("/agents/agent_1", undefined, { "x-api-key": "cartesia-key" }, "GET");
    expect(server.violations).toHaveLength(1);
  });
});

describe("pipecat", () => {
  async function started(agent?: string): Promise<{ token: string }> {
    const fake = new FakePipecat(agent === undefined ? {} : { agent });
    server = await fake.server.listen();
    if (agent !== undefined) return { token: "" };
    return (await (await post("/start", { transport: "websocket" })).json()) as { token: string };
  }

  test.each<[string, readonly (string | Buffer)[]]>([
    ["a text", ["{}"]],
    // audio (field 2) with one sample: before client-ready.
    ["audio before client-ready", [Buffer.from([0x12, 0x04, 0x1a, 0x02, 0x00, 0x00])]],
    ["a message that is not RTVI", [message({ type: "client-ready", id: "1" })]],
    [
      "another version",
      [message({ label: "rtvi-ai", type: "client-ready", id: "1", data: { version: "1.0" } })],
    ],
    ["an unknown message", [message({ label: "rtvi-ai", type: "hello", id: "1" })]],
  ])("notices %s", async (_what, messages) => {
    const { token } = await started();
    await talk("/ws-client", messages, bearer(token));
    expect(server.violations).toHaveLength(1);
  });

  /** `Frame { message: { data } }`, by hand. */
  function message(value: object): Buffer {
    const data = Buffer.from(JSON.stringify(value));
    return Buffer.concat([Buffer.from([0x22, data.length + 2, 0x0a, data.length]), data]);
  }

  test("lets a token in once, and knows one socket", async () => {
    const { token } = await started();
    const first = new WebSocket(`${server.url.replace("http", "ws")}/ws-client`, { headers: bearer(token) });
    await once(first, "open");
    expect(await talk("/ws-client", [], bearer(token))).toBe(403);
    expect(server.violations).toEqual([]);
    await talk("/elsewhere", []);
    expect(server.violations).toHaveLength(1);
    first.terminate();
  });

  test("takes the transport of its documents, and each key for its purpose", async () => {
    await started();
    expect((await post("/start", { transport: "telepathy" })).status).toBe(400);
    expect((await post("/start", { transport: "websocket", body: { a: "b".repeat(5000) } })).status).toBe(
      413,
    );
    await post("/begin", {});
    expect(server.violations).toHaveLength(1);
    await server.close();
    await started("guide");
    const start = { transport: "websocket" };
    expect((await post("/v1/public/guide/start", start, bearer("sk_private"))).status).toBe(401);
    expect((await post("/v1/agents/guide", undefined, bearer("pk_public"), "GET")).status).toBe(401);
  });
});

describe("vocode", () => {
  const audio = { sampling_rate: 16_000, audio_encoding: "linear16" };
  const start = {
    type: "websocket_audio_config_start",
    input_audio_config: { ...audio, chunk_size: 2048 },
    output_audio_config: audio,
  };

  test.each<[string, readonly (object | Buffer)[]]>([
    ["audio first", [{ type: "websocket_audio", data: "AAAA" }]],
    ["no chunk size", [{ ...start, input_audio_config: audio }]],
    ["no output format", [{ ...start, output_audio_config: undefined }]],
    ["a name in camel case", [{ ...start, output_audio_config: { ...audio, samplingRate: 16_000 } }]],
    ["an unknown encoding", [{ ...start, output_audio_config: { ...audio, audio_encoding: "opus" } }]],
    ["an unknown message", [start, { type: "hello" }]],
    ["half a sample", [start, { type: "websocket_audio", data: "AA==" }]],
    ["bytes", [Buffer.from("hello")]],
  ])("notices %s", async (_what, messages) => {
    server = await new FakeVocode().server.listen();
    await talk("/conversation", messages);
    expect(server.violations).toHaveLength(1);
  });

  test("notices a call without an agent and an unknown route, and refuses a wrong key", async () => {
    const fake = new FakeVocode();
    server = await fake.server.listen();
    const numbers = { from_number: "+15550100", to_number: "+15550101" };
    expect((await post("/v1/calls/create", numbers, bearer("other"))).status).toBe(401);
    await post("/v1/calls/create", numbers, bearer(fake.key));
    await post("/v1/calls/stop", {}, bearer(fake.key));
    expect(server.violations).toHaveLength(2);
  });
});

describe("livekit", () => {
  let fake: FakeLivekit;
  const grants = { roomCreate: true, roomList: true };
  async function call(
    method: string,
    body: object,
    { secret = "", video = grants, exp = 600 }: { secret?: string; video?: object; exp?: number } = {},
  ): Promise<Response> {
    const token = await new SignJWT({ video })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(fake.key)
      .setExpirationTime(Math.floor(Date.now() / 1000) + exp)
      .sign(new TextEncoder().encode(secret || fake.secret));
    return await post(`/twirp/livekit.RoomService/${method}`, body, bearer(token));
  }
  const start = async (): Promise<void> => {
    fake = new FakeLivekit();
    server = await fake.server.listen();
  };

  test("refuses a token of another secret, an old one, and one without the grant", async () => {
    await start();
    expect((await call("ListRooms", {}, { secret: "another-secret-of-enough-bytes" })).status).toBe(401);
    expect((await call("ListRooms", {}, { exp: -60 })).status).toBe(401);
    expect((await call("ListRooms", {}, { video: { roomCreate: true } })).status).toBe(401);
    expect((await call("CreateRoom", { name: "a" }, { video: { roomList: true } })).status).toBe(401);
    expect((await post("/twirp/livekit.RoomService/ListRooms", {})).status).toBe(401);
    expect(server.violations).toEqual([]);
  });

  test("notices an unknown field, an unknown method, a room without a name, another content type and too long a life", async () => {
    await start();
    await call("CreateRoom", { name: "a", colour: "red" });
    await call("PaintRoom", {});
    await call("CreateRoom", {});
    await call("ListRooms", {}, { exp: 7200 });
    await fetch(`${server.url}/twirp/livekit.RoomService/ListRooms`, { method: "POST", body: "{}" });
    expect(server.violations).toHaveLength(5);
  });

  test("knows which rooms there are", async () => {
    await start();
    await call("CreateRoom", { name: "a" });
    expect((await call("DeleteRoom", { room: "a" })).status).toBe(200);
    expect((await call("DeleteRoom", { room: "a" })).status).toBe(404);
  });
});
