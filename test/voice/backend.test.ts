import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { VoiceBackend } from "../../src/voice/backend.js";
import { tokenBucket } from "../../src/voice/hooks.js";
import { memoryStore } from "../../src/voice/session/session-store.js";
import { sqliteStore } from "../../src/voice/session/sqlite-store.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { VoiceError, type VoiceErrorCode } from "../../src/voice/voice-error.js";
import { temporaryFolder } from "../support/folders.js";
import { eventually } from "./support/eventually.js";
import { InMemoryTransport, inMemoryBackend } from "./support/in-memory-transport.js";

const backends: VoiceBackend[] = [];
afterEach(async () => {
  await Promise.all(backends.splice(0).map((backend) => backend.stop()));
});

function create(...[transport, options]: Parameters<typeof inMemoryBackend>): VoiceBackend {
  const backend = inMemoryBackend(transport, options);
  backends.push(backend);
  return backend;
}

const fails = (code: VoiceErrorCode, times = Number.POSITIVE_INFINITY) => {
  let left = times;
  return async (): Promise<{ warnings: [] }> => {
    if (left-- > 0) throw new VoiceError("Probe", code, "as told");
    return { warnings: [] };
  };
};

describe("start", () => {
  test("concurrent calls connect once", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport);
    await Promise.all([backend.start(), backend.start(), backend.start()]);
    expect(transport.probes).toBe(1);
    expect(backend.connectionState).toBe("connected");
  });

  test.each<[VoiceErrorCode, number]>([
    ["connection_failed", 4],
    ["connection_timeout", 4],
    ["rate_limit_exceeded", 4],
    ["authentication_failed", 1],
    ["authorization_failed", 1],
    ["invalid_config", 1],
  ])("%s is tried %i times", async (code, attempts) => {
    const transport = new InMemoryTransport();
    transport.onProbe = fails(code);
    const backend = create(transport, { settings: { ...voiceSettings(), retryDelayMs: 1 } });
    await expect(backend.start()).rejects.toMatchObject({ code, operation: "Start" });
    expect(transport.probes).toBe(attempts);
    expect(backend.connectionState).toBe("error");
    expect(backend.metrics().errors).toEqual({ [code]: 1 });
  });

  test("can be called again after a failure", async () => {
    const transport = new InMemoryTransport();
    transport.onProbe = fails("authentication_failed", 1);
    const backend = create(transport);
    await expect(backend.start()).rejects.toThrow();
    await backend.start();
    expect(backend.connectionState).toBe("connected");
  });

  test("gives up a vendor that never answers, and a stop ends the wait", async () => {
    const transport = new InMemoryTransport();
    transport.onProbe = () => new Promise(() => {});
    const slow = create(transport, { settings: { ...voiceSettings({ max_retries: 0 }), timeoutMs: 50 } });
    await expect(slow.start()).rejects.toMatchObject({ code: "connection_timeout" });
    const stopped = create(transport);
    const starting = stopped.start();
    await stopped.stop();
    await expect(starting).rejects.toMatchObject({ code: "context_canceled" });
  });
});

describe("opening a session", () => {
  test("needs a connection and a user", async () => {
    const backend = create(new InMemoryTransport());
    await expect(backend.createSession({ userId: "anna" })).rejects.toThrow(
      "voice/backend CreateSession: backend not connected (code: connection_failed)",
    );
    await backend.start();
    await expect(backend.createSession({ userId: "" })).rejects.toMatchObject({ code: "invalid_config" });
  });

  test("never goes beyond the limit, even at once, and asks nobody then", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport, { settings: voiceSettings({ max_concurrent_sessions: 3 }) });
    await backend.start();
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => backend.createSession({ userId: "anna" })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(transport.sessions).toHaveLength(3);
    await expect(backend.createSession({ userId: "anna" })).rejects.toThrow(
      "voice/backend CreateSession: maximum concurrent sessions (3) exceeded (code: session_limit_exceeded)",
    );
    await backend.listSessions()[0]?.close();
    await backend.createSession({ userId: "anna" });
  });

  test("a failure gives its place back", async () => {
    const transport = new InMemoryTransport();
    transport.onOpen = async () => {
      throw new VoiceError("Open", "invalid_config", "as told");
    };
    const backend = create(transport, { settings: voiceSettings({ max_concurrent_sessions: 1 }) });
    await backend.start();
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
        code: "invalid_config",
      });
    }
    transport.onOpen = async () => {};
    await backend.createSession({ userId: "anna" });
  });

  test("asks limit, credential, right and rate, in this order, before the vendor", async () => {
    const asked: string[] = [];
    const transport = new InMemoryTransport();
    transport.onOpen = async () => void asked.push("vendor");
    const backend = create(transport, {
      auth: {
        authenticate: (token, metadata) => {
          asked.push(`authenticate ${token} ${metadata.topic}`);
          return { authorized: true, userId: "anna@example.com", metadata: { tier: "gold" } };
        },
        authorize: (userId, operation) => {
          asked.push(`authorize ${userId} ${operation}`);
          return true;
        },
      },
      rateLimiter: { allow: (key) => asked.push(`rate ${key}`) > 0 },
    });
    await backend.start();
    const session = await backend.createSession({ userId: "anna", token: "t", metadata: { topic: "rain" } });
    expect(asked).toEqual([
      "authenticate t rain",
      "authorize anna@example.com create_session",
      "rate anna@example.com",
      "vendor",
    ]);
    expect(session).toMatchObject({ userId: "anna@example.com", metadata: { topic: "rain", tier: "gold" } });
  });

  test.each<[string, VoiceErrorCode, object]>([
    [
      "an unknown credential",
      "authentication_failed",
      { auth: { authenticate: () => ({ authorized: false }) } },
    ],
    [
      "a hook that fails",
      "authentication_failed",
      {
        auth: {
          authenticate: () => {
            throw new Error("database down");
          },
        },
      },
    ],
    [
      "a user without the right",
      "authorization_failed",
      { auth: { authenticate: () => ({ authorized: true }), authorize: () => false } },
    ],
    ["a user who is too fast", "rate_limit_exceeded", { rateLimiter: { allow: () => false } }],
  ])("%s is refused before the vendor is asked", async (_name, code, options) => {
    const transport = new InMemoryTransport();
    const backend = create(transport, options);
    await backend.start();
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({ code });
    expect(transport.sessions).toHaveLength(0);
    expect(backend.activeSessionCount).toBe(0);
  });

  test("one that nobody waits for any more is ended at the vendor's", async () => {
    const transport = new InMemoryTransport();
    let open: (() => void) | undefined;
    transport.onOpen = () =>
      new Promise((resolve) => {
        open = resolve;
      });
    const backend = create(transport);
    await backend.start();
    const controller = new AbortController();
    const opening = backend.createSession({ userId: "anna", signal: controller.signal });
    await eventually(() => open !== undefined);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: "context_canceled" });
    open?.();
    await eventually(() => transport.sessions[0]?.closes === 1);
  });
});

describe("a session", () => {
  test("starts once, and is closed from any state", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport);
    await backend.start();
    const started = await backend.createSession({ userId: "anna" });
    expect(started.state).toBe("idle");
    await started.start();
    expect(started.state).toBe("listening");
    await expect(started.start()).rejects.toMatchObject({ code: "session_already_active" });
    const idle = await backend.createSession({ userId: "ben" });
    await Promise.all([idle.close(), idle.close(), backend.closeSession(idle.id)]);
    expect(transport.sessions[1]?.closes).toBe(1);
    await expect(idle.start()).rejects.toMatchObject({ code: "session_not_active" });
    expect(() => backend.getSession(idle.id)).toThrow(
      `voice/backend GetSession: session '${idle.id}' not found (code: session_not_found)`,
    );
    expect(backend.listSessions()).toEqual([started]);
  });

  test("refuses half a sample", async () => {
    const backend = create(new InMemoryTransport());
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await expect(session.sendAudio(new Uint8Array(3))).rejects.toMatchObject({ code: "invalid_format" });
  });

  test("keeps what is heard before anybody listens, and slows the vendor down beyond that", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport);
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    for (let frame = 0; frame < 250; frame++) transport.last.hear(Buffer.from([frame, 0]));
    await eventually(() => backend.metrics().bytesReceived >= 200);
    // A hundred wait in the session, one on the way, the rest at the vendor's.
    expect(backend.metrics().bytesReceived).toBe(2 * 101);
    const heard: number[] = [];
    for await (const frame of session.receiveAudio()) {
      heard.push(frame[0] as number);
      if (heard.length === 250) break;
    }
    expect(heard).toEqual(Array.from({ length: 250 }, (_, frame) => frame));
    expect(() => session.receiveAudio()).toThrow("has a reader already");
  });

  test("a listener that throws does not end it", async () => {
    const errors: string[] = [];
    const backend = create(new InMemoryTransport(), { onError: ({ message }) => errors.push(message) });
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    session.on("state", () => {
      throw new Error("mistake of mine");
    });
    await session.start();
    expect(session.state).toBe("listening");
    expect(errors.join()).toContain("mistake of mine");
  });
});

describe("stop", () => {
  test("ends every session and disconnects; the backend can be started again", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport);
    await backend.start();
    await Promise.all([1, 2, 3].map(() => backend.createSession({ userId: "anna" })));
    await Promise.all([backend.stop(), backend.stop()]);
    expect(transport.sessions.map(({ closes }) => closes)).toEqual([1, 1, 1]);
    expect(transport.disposed).toBe(1);
    expect(backend.activeSessionCount).toBe(0);
    expect(backend.connectionState).toBe("disconnected");
    await backend.start();
    await backend.createSession({ userId: "anna" });
  });

  test("is not held up by a session that will not close", async () => {
    const transport = new InMemoryTransport();
    const errors: Error[] = [];
    const backend = create(transport, {
      settings: { ...voiceSettings(), timeoutMs: 50 },
      onError: (error) => errors.push(error),
    });
    await backend.start();
    await backend.createSession({ userId: "anna" });
    transport.last.close = () => new Promise(() => {});
    await backend.stop();
    expect(backend.activeSessionCount).toBe(0);
    expect(errors).toMatchObject([{ code: "timeout" }]);
  });
});

describe("health", () => {
  test("tells healthy, degraded and unhealthy, with reasons", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport, { settings: voiceSettings({ max_concurrent_sessions: 2 }) });
    expect(await backend.health()).toMatchObject({
      status: "healthy",
      reasons: [],
      activeSessions: 0,
      maxSessions: 2,
    });
    await backend.start();
    await backend.createSession({ userId: "anna" });
    await backend.createSession({ userId: "anna" });
    expect(await backend.health()).toMatchObject({
      status: "degraded",
      reasons: ["2 of 2 sessions are in use"],
    });
    transport.onProbe = fails("rate_limit_exceeded");
    expect(await backend.health()).toMatchObject({ status: "degraded", reasons: ["as told"] });
    transport.onProbe = fails("connection_failed");
    expect(await backend.health()).toMatchObject({
      status: "unhealthy",
      details: { code: "connection_failed" },
    });
  });
});

describe("the store", () => {
  test.each(["memory", "sqlite"] as const)("brings sessions back after a restart: %s", async (kind) => {
    const folder = temporaryFolder();
    const open = async () => (kind === "memory" ? memory : await sqliteStore(join(folder, "sessions.db")));
    const memory = memoryStore();
    const store = await open();
    const earlier = new InMemoryTransport();
    const first = inMemoryBackend(earlier, { store });
    await first.start();
    const kept = await first.createSession({ userId: "anna", metadata: { topic: "rain" } });
    const gone = await first.createSession({ userId: "ben" });
    const ended = await first.createSession({ userId: "cid" });
    await kept.updateMetadata({ mood: "good" });
    await ended.close();
    if (kind === "sqlite") await store.close();

    const later = new InMemoryTransport();
    later.remembered.add(kept.remoteId);
    const reopened = await open();
    const second = inMemoryBackend(later, { store: reopened });
    await second.start();
    expect(second.listSessions().map(({ id }) => id)).toEqual([kept.id]);
    expect(second.getSession(kept.id)).toMatchObject({
      userId: "anna",
      metadata: { topic: "rain", mood: "good" },
      persistence: "active",
    });
    expect(await reopened.load(gone.id)).toBeUndefined();
    await second.stop();
    expect(await reopened.listActive("memory")).toEqual([]);
    await reopened.close();
  });

  test("that fails is reported and ends no session", async () => {
    const errors: Error[] = [];
    const store = { ...memoryStore(), save: () => Promise.reject(new Error("disk full")) };
    const backend = create(new InMemoryTransport(), { store, onError: (error) => errors.push(error) });
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    expect(session.state).toBe("idle");
    expect(errors.map(({ message }) => message).join()).toContain("disk full");
  });

  test("keeps what the retention hook wants to keep", async () => {
    const store = memoryStore();
    const retention = { shouldRetain: (_id: string, metadata: object) => "keep" in metadata };
    const backend = create(new InMemoryTransport(), { store, retention });
    await backend.start();
    const kept = await backend.createSession({ userId: "anna", metadata: { keep: true } });
    const dropped = await backend.createSession({ userId: "anna" });
    await Promise.all([kept.close(), dropped.close()]);
    expect([kept.persistence, dropped.persistence]).toEqual(["active", "completed"]);
    expect(await store.load(kept.id)).toBeDefined();
    expect(await store.load(dropped.id)).toBeUndefined();
  });
});

test("a token bucket gives each user their own, refilled with time, and forgets full ones", () => {
  let now = 0;
  const limiter = tokenBucket({ perSecond: 2, burst: 3, now: () => now });
  const take = (key: string, times: number): unknown[] =>
    Array.from({ length: times }, () => limiter.allow(key));
  expect(take("anna", 4)).toEqual([true, true, true, false]);
  expect(take("ben", 1)).toEqual([true]);
  now = 1000;
  expect(take("anna", 3)).toEqual([true, true, false]);
  now = 120_000;
  expect(take("cid", 1)).toEqual([true]);
  expect(take("anna", 4)).toEqual([true, true, true, false]);
});
