import { getEventListeners } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import type { VoiceBackend } from "../../src/voice/backend.js";
import type { SpeechToText } from "../../src/voice/pipeline/stages.js";
import { memoryStore, type SessionStore } from "../../src/voice/session/session-store.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { VoiceError, type VoiceErrorOptions } from "../../src/voice/voice-error.js";
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

/** A promise that is resolved by hand. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const failure = (options: VoiceErrorOptions = {}): VoiceError =>
  new VoiceError("Recover", "connection_failed", "as told", options);
const quick = { ...voiceSettings(), timeoutMs: 50, retryDelayMs: 1 };

describe("start and stop", () => {
  test("a start during a stop waits for it", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport);
    await backend.start();
    const stopping = backend.stop();
    await backend.start();
    await stopping;
    expect(backend.connectionState).toBe("connected");
    expect(transport.disposed).toBe(1);
  });

  test("a stop after that wins", async () => {
    const backend = create(new InMemoryTransport());
    await backend.start();
    const outcomes = await Promise.allSettled([backend.stop(), backend.start(), backend.stop()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "context_canceled", operation: "Start" } });
    expect(backend.connectionState).toBe("disconnected");
  });

  test("a stop during an opening ends it, and waits until it is undone before anything is freed", async () => {
    const transport = new InMemoryTransport();
    const { opened, open } = gate();
    let isOpening = false;
    transport.onOpen = () => {
      isOpening = true;
      return opened;
    };
    let closedAtDispose = -1;
    transport.dispose = async () => {
      closedAtDispose = transport.sessions[0]?.closes ?? 0;
    };
    const backend = create(transport);
    await backend.start();
    const opening = backend.createSession({ userId: "anna" });
    opening.catch(() => {});
    await eventually(() => isOpening);
    const stopping = backend.stop();
    await expect(opening).rejects.toMatchObject({ code: "context_canceled" });
    open();
    await stopping;
    expect(closedAtDispose).toBe(1);
    expect(backend.activeSessionCount).toBe(0);
  });

  test("a stop while the auth hook thinks opens nothing", async () => {
    const transport = new InMemoryTransport();
    const { opened, open } = gate();
    const auth = { authenticate: async () => opened.then(() => ({ authorized: true })) };
    const backend = create(transport, { auth });
    await backend.start();
    const opening = backend.createSession({ userId: "anna" });
    opening.catch(() => {});
    await backend.stop();
    open();
    await expect(opening).rejects.toMatchObject({ code: "context_canceled" });
    expect(transport.sessions).toEqual([]);
  });

  test("a hook that never answers is given up, and nobody is let in by a limiter that fails", async () => {
    const auth = { authenticate: () => new Promise<never>(() => {}) };
    const slow = create(new InMemoryTransport(), { auth, settings: quick });
    await slow.start();
    await expect(slow.createSession({ userId: "anna" })).rejects.toMatchObject({ code: "timeout" });
    const rateLimiter = { allow: () => Promise.reject(new Error("redis down")) };
    const broken = create(new InMemoryTransport(), { rateLimiter });
    await broken.start();
    await expect(broken.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "rate_limit_exceeded",
      reason: "the rate limiter failed",
    });
  });
});

describe("opening", () => {
  test("what must not be done twice is not, when its time is up; anything else is", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport, { settings: { ...quick, maxRetries: 2 } });
    await backend.start();
    let attempts = 0;
    transport.onOpen = ({ once }) =>
      once(async () => {
        attempts++;
        return await new Promise(() => {});
      });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_timeout",
      retryable: false,
    });
    expect(attempts).toBe(1);
    transport.onOpen = async ({ once }) => {
      await once(async () => {
        attempts++;
      });
      return await new Promise(() => {});
    };
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_timeout",
    });
    expect(attempts).toBe(4);
  });

  test("a session that is being written down does not take two places", async () => {
    const { opened, open } = gate();
    const store: SessionStore = { ...memoryStore(), save: () => opened };
    const settings = voiceSettings({ max_concurrent_sessions: 2 });
    const backend = create(new InMemoryTransport(), { store, settings });
    await backend.start();
    const first = backend.createSession({ userId: "anna" });
    await eventually(() => backend.activeSessionCount === 1);
    const second = backend.createSession({ userId: "ben" });
    await eventually(() => backend.activeSessionCount === 2);
    open();
    await Promise.all([first, second]);
  });

  test("leaves no listener on the caller's signal", async () => {
    const backend = create(new InMemoryTransport());
    await backend.start();
    const { signal } = new AbortController();
    for (let count = 0; count < 5; count++) {
      const session = await backend.createSession({ userId: "anna", signal });
      await session.sendAudio(new Uint8Array(2));
      await session.close();
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("sessions of an earlier process", () => {
  async function leave(): Promise<{ store: SessionStore; id: string; remoteId: string }> {
    const store = memoryStore();
    const earlier = inMemoryBackend(new InMemoryTransport(), { store });
    await earlier.start();
    const { id, remoteId } = await earlier.createSession({ userId: "anna" });
    return { store, id, remoteId };
  }

  test.each<[string, VoiceErrorOptions, boolean]>([
    ["a vendor that is down says nothing of them", {}, true],
    ["nor does a refusal", { retryable: false, status: 401 }, true],
    ["what is gone is forgotten", { retryable: false, status: 404 }, false],
  ])("%s", async (_name, options, isKept) => {
    const { store, id } = await leave();
    const errors: Error[] = [];
    const transport = new InMemoryTransport();
    transport.onRecover = () => Promise.reject(failure(options));
    const backend = create(transport, { store, settings: quick, onError: (error) => errors.push(error) });
    await backend.start();
    expect(backend.connectionState).toBe("connected");
    expect(errors).toHaveLength(1);
    expect((await store.load(id)) !== undefined).toBe(isKept);
  });

  test("a stop in the middle forgets none", async () => {
    const { store, id, remoteId } = await leave();
    const transport = new InMemoryTransport();
    transport.remembered.add(remoteId);
    const { opened, open } = gate();
    transport.onRecover = () => opened;
    const backend = create(transport, { store });
    const starting = backend.start();
    starting.catch(() => {});
    await eventually(() => transport.probes === 1);
    const stopping = backend.stop();
    open();
    await stopping;
    await expect(starting).rejects.toMatchObject({ code: "context_canceled" });
    expect(await store.load(id)).toBeDefined();
    expect(backend.activeSessionCount).toBe(0);
  });

  test("a store that cannot be read or written keeps nobody from talking", async () => {
    const fails = (): Promise<never> => Promise.reject(new Error("disk full"));
    const store = { ...memoryStore(), save: fails, listActive: fails, delete: fails };
    const errors: string[] = [];
    const backend = create(new InMemoryTransport(), {
      store,
      onError: ({ message }) => errors.push(message),
    });
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await session.updateMetadata({ topic: "rain" });
    await session.close();
    expect(errors).toHaveLength(4);
    expect(session.state).toBe("closed");
  });

  test("a slow note of a beginning does not undo that of the end", async () => {
    const { opened, open } = gate();
    const kept = memoryStore();
    const store: SessionStore = { ...kept, save: async (session) => opened.then(() => kept.save(session)) };
    const transport = new InMemoryTransport();
    const backend = create(transport, { store });
    await backend.start();
    const opening = backend.createSession({ userId: "anna" });
    await eventually(() => transport.sessions.length === 1);
    transport.last.events.end();
    await eventually(() => backend.activeSessionCount === 0);
    open();
    const session = await opening;
    await session.close();
    expect(session.state).toBe("closed");
    expect(await kept.listActive("memory")).toEqual([]);
  });
});

describe("the end of a session", () => {
  test("comes although every hook fails", async () => {
    const transport = new InMemoryTransport();
    const backend = create(transport, {
      retention: { shouldRetain: () => Promise.reject(new Error("mistake of mine")) },
      onError: () => {
        throw new Error("and another");
      },
    });
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const ended: unknown[] = [];
    session.on("closed", (event) => ended.push(event));
    transport.last.close = () => Promise.reject(new Error("no"));
    await session.close();
    expect(session).toMatchObject({ state: "closed", persistence: "completed" });
    expect(ended).toEqual([{ type: "closed" }]);
    expect(backend.activeSessionCount).toBe(0);
  });

  test("during its start leaves no pipeline open, and stays the end", async () => {
    const { opened, open } = gate();
    let closes = 0;
    const stt: SpeechToText = {
      async open() {
        await opened;
        return {
          send: async () => {},
          events: (async function* () {})(),
          close: async () => {
            closes++;
          },
        };
      },
    };
    const tts = { open: async () => ({ speak: async function* () {}, close: async () => {} }) };
    const backend = create(new InMemoryTransport(), { stages: { stt, tts } });
    await backend.start();
    const session = await backend.createSession({ userId: "anna", agent: () => "" });
    const starting = session.start();
    starting.catch(() => {});
    await session.close();
    await expect(starting).rejects.toMatchObject({ code: "session_not_active", operation: "Start" });
    open();
    await eventually(() => closes === 1);
    expect(session.state).toBe("closed");
    const plain = await backend.createSession({ userId: "ben" });
    const outcomes = await Promise.allSettled([plain.start(), plain.close()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(plain.state).toBe("closed");
  });

  test("is not held up by a stage that never opens or never closes", async () => {
    const events = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const never = { open: () => new Promise<never>(() => {}) };
    const stuck: SpeechToText = {
      open: async () => ({ send: async () => {}, events, close: () => new Promise(() => {}) }),
    };
    const tts = { open: async () => ({ speak: async function* () {}, close: async () => {} }) };
    const slow = create(new InMemoryTransport(), { settings: quick, stages: { stt: never, tts } });
    await slow.start();
    const unopened = await slow.createSession({ userId: "anna", agent: () => "" });
    await expect(unopened.start()).rejects.toMatchObject({ code: "connection_timeout", operation: "Start" });
    const backend = create(new InMemoryTransport(), { settings: quick, stages: { stt: stuck, tts } });
    await backend.start();
    const session = await backend.createSession({ userId: "anna", agent: () => "" });
    await session.start();
    await backend.stop();
    expect(session.state).toBe("closed");
  });
});
