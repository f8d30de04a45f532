import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VoiceBackend } from "../../src/voice/backend.js";
import livekit from "../../src/voice/livekit/index.js";
import { LivekitTransport } from "../../src/voice/livekit/livekit-transport.js";
import { memoryStore } from "../../src/voice/session/session-store.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { FakeLivekit } from "./fakes/fake-livekit.js";
import { eventually } from "./support/eventually.js";

type Config = Parameters<typeof livekit.create>[0];
let fake: FakeLivekit;
let backend: VoiceBackend;

beforeEach(async () => {
  fake = new FakeLivekit();
  await fake.server.listen();
  backend = create();
});
afterEach(async () => {
  await backend.stop();
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

/** Without media: the room service and the tokens are what a loopback server can prove. */
function create(config: Partial<Config> = {}, store = memoryStore()): VoiceBackend {
  const url = fake.server.url.replace("http", "ws");
  return livekit.create(
    { url, api_key: fake.key, api_secret: fake.secret, media: "none", ...config },
    { settings: voiceSettings({ retry_delay: "100ms", max_retries: 1 }), store },
  );
}

describe("start", () => {
  test("lists rooms with a token that the server accepts", async () => {
    await backend.start();
    expect(fake.server.requests.map(({ path }) => path)).toEqual(["/twirp/livekit.RoomService/ListRooms"]);
  });

  test.each([
    ["secret", { api_secret: "another-secret-of-enough-bytes-too" }],
    ["key", { api_key: "APIother" }],
  ])("a wrong %s is a failure of authentication, told without it", async (_name, config) => {
    backend = create(config);
    const error = await backend.start().catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: "authentication_failed" });
    expect(String(error)).not.toContain("secret-of-enough");
    expect(fake.server.requests).toHaveLength(1);
  });
});

describe("sessions", () => {
  test("have a room, a token to join it, and end with it", async () => {
    backend = create({ token_ttl: "30m", agent_name: "guide", max_participants: 2 });
    await backend.start();
    const session = await backend.createSession({
      userId: "anna",
      metadata: { secret: "of the application" },
    });
    expect(session.remoteId).toBe(`room-${session.id}`);
    expect(session.join).toMatchObject({
      url: fake.server.url.replace("http", "ws"),
      room: session.remoteId,
    });
    expect(fake.rooms.get(session.remoteId)?.agents).toEqual([
      expect.objectContaining({ agentName: "guide" }),
    ]);
    const payload = await fake.payload(session.join?.token ?? "");
    expect(payload).toMatchObject({
      sub: "anna",
      video: { roomJoin: true, room: session.remoteId, canPublish: true, canSubscribe: true },
      metadata: JSON.stringify({ session_id: session.id }),
    });
    expect((payload.exp ?? 0) - Math.floor(Date.now() / 1000)).toBeGreaterThan(29 * 60);
    expect((payload.exp ?? 0) - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(30 * 60);
    await session.close();
    expect([...fake.rooms.keys()]).toEqual([]);
  });

  test("of one shared room leave it to the others", async () => {
    backend = create({ room_name: "lobby" });
    await backend.start();
    const [anna, ben] = [
      await backend.createSession({ userId: "anna" }),
      await backend.createSession({ userId: "ben" }),
    ];
    await anna.close();
    expect([...fake.rooms.keys()]).toEqual(["lobby"]);
    expect(fake.removed).toEqual(["lobby/anna"]);
    expect(backend.listSessions()).toEqual([ben]);
  });

  test("whose room is gone already are closed as well", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    fake.rooms.clear();
    await session.close();
    expect(session.state).toBe("closed");
  });

  test("a failed room is tried again under the same name", async () => {
    await backend.start();
    const on = "POST /twirp/livekit.RoomService/CreateRoom";
    fake.server.faults.push({
      answer: { status: 503, body: { code: "unavailable", msg: "busy" } },
      on,
      times: 1,
    });
    await backend.createSession({ userId: "anna" });
    const names = fake.server.requests
      .filter(({ path }) => on.endsWith(path))
      .map(({ body }) => (body as { name: string }).name);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
  });

  test("keep their room although an attempt that was given up comes to its end later", async () => {
    const { url } = fake.server;
    const config = { url, api_key: fake.key, api_secret: fake.secret, media: "none" } as const;
    const transport = new LivekitTransport(config, 300);
    const on = "POST /twirp/livekit.RoomService/CreateRoom";
    fake.server.faults.push({ answer: "hang", on, times: 1 });
    const once = <Result>(action: () => Promise<Result>): Promise<Result> => action();
    const { signal } = new AbortController();
    const request = { sessionId: "1", userId: "anna", metadata: {}, signal, once };
    const first = transport.open(request);
    first.catch(() => {});
    await eventually(() => fake.server.hangingCount === 1);
    const second = await transport.open(request);
    await expect(first).rejects.toMatchObject({ code: "connection_failed" });
    expect([...fake.rooms.keys()]).toEqual([second.remoteId]);
    await second.close(signal);
    expect([...fake.rooms.keys()]).toEqual([]);
  });

  test("whose room may have been made are not left behind", async () => {
    await backend.start();
    const on = "POST /twirp/livekit.RoomService/CreateRoom";
    fake.server.faults.push({ answer: "reset", on, times: 9 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_failed",
    });
    expect(fake.server.count("POST /twirp/livekit.RoomService/DeleteRoom")).toBe(2);
  });

  test("are taken up by a later process while the server keeps the room", async () => {
    const store = memoryStore();
    const earlier = create({}, store);
    await earlier.start();
    const kept = await earlier.createSession({ userId: "anna" });
    const lost = await earlier.createSession({ userId: "ben" });
    fake.rooms.delete(lost.remoteId);
    backend = create({}, store);
    await backend.start();
    expect(backend.listSessions().map(({ id }) => id)).toEqual([kept.id]);
  });

  test("without media neither hear nor speak here", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await expect(session.sendAudio(new Uint8Array(2))).rejects.toThrow(
      "this process has not joined the room (media: none)",
    );
  });
});

test("with media, a room that cannot be joined is deleted again", async () => {
  backend = create({ media: "webrtc" });
  await backend.start();
  await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
    code: "connection_failed",
  });
  expect([...fake.rooms.keys()]).toEqual([]);
});
