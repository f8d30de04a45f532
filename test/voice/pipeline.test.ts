import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VoiceBackend, VoiceSession, VoiceSessionEvent } from "../../src/voice/backend.js";
import cartesiaStt from "../../src/voice/cartesia/stt/index.js";
import cartesiaTts from "../../src/voice/cartesia/tts/index.js";
import type { VoiceAgent } from "../../src/voice/pipeline/agent.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { FakeCartesia } from "./fakes/fake-cartesia.js";
import { eventually } from "./support/eventually.js";
import { InMemoryTransport, inMemoryBackend } from "./support/in-memory-transport.js";

let fake: FakeCartesia;
let backend: VoiceBackend;
let transport: InMemoryTransport;

beforeEach(async () => {
  fake = new FakeCartesia();
  await fake.server.listen();
  transport = new InMemoryTransport();
  const account = { engine: "cartesia", api_key: fake.key, api_url: fake.server.url } as const;
  backend = inMemoryBackend(transport, {
    settings: voiceSettings({ stt_provider: "cartesia", tts_provider: "cartesia" }),
    stages: { stt: cartesiaStt.create(account), tts: cartesiaTts.create({ ...account, voice_id: "voice" }) },
  });
  await backend.start();
});
afterEach(async () => {
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

async function talk(agent: VoiceAgent): Promise<{ session: VoiceSession; seen: VoiceSessionEvent[] }> {
  const session = await backend.createSession({ userId: "anna", agent });
  const seen: VoiceSessionEvent[] = [];
  for (const type of ["state", "transcript", "interruption", "timings", "error"] as const) {
    session.on(type, (event) => seen.push(event));
  }
  await session.start();
  await eventually(() => fake.transcriptions.size === 1);
  return { session, seen };
}

const turn = (transcript: string): object[] => [{ type: "turn.start" }, { type: "turn.end", transcript }];

describe("speech to text, agent, text to speech", () => {
  test("what is heard is answered aloud", async () => {
    const { seen } = await talk((said) => `you said ${said}`);
    transport.last.hear(Buffer.alloc(640, 1));
    await eventually(() => fake.heardBytes === 640);
    fake.transcribe(...turn("hello there"));
    await eventually(() => seen.some(({ type }) => type === "timings"));
    expect([...fake.spoken.values()]).toEqual(["you said hello there"]);
    // Four words, two chunks each, 320 samples of two bytes.
    expect(transport.last.sentBytes).toBe(4 * 2 * 640);
    const timings = seen.find((event) => event.type === "timings")?.timings;
    expect(timings?.transcribed).toBeLessThanOrEqual(timings?.answered ?? 0);
    expect(timings?.answered).toBeLessThanOrEqual(timings?.spoken ?? 0);
    expect(seen.filter(({ type }) => type === "state")).toEqual(
      ["listening", "processing", "speaking", "listening"].map((state) => ({ type: "state", state })),
    );
  });

  test("a reply in pieces is spoken as one", async () => {
    const { seen } = await talk(async function* () {
      yield "one two ";
      yield "three";
    });
    fake.transcribe(...turn("count"));
    await eventually(() => seen.some(({ type }) => type === "timings"));
    expect([...fake.spoken.values()]).toEqual(["one two three"]);
    expect(transport.last.sentBytes).toBe(3 * 2 * 640);
    expect(seen).toContainEqual({ type: "transcript", speaker: "agent", text: "one two three", final: true });
  });

  test("speech during the reply stops it, here and at the vendor's", async () => {
    fake.chunkPauseMs = 5;
    fake.chunksPerWord = 1000;
    const { seen } = await talk(() => "a very long answer");
    fake.transcribe(...turn("tell me everything"));
    await eventually(() => transport.last.sentBytes > 0);
    fake.transcribe({ type: "turn.start" });
    await eventually(() => fake.cancelled.length === 1);
    expect(transport.last.cleared).toBe(1);
    const { sentBytes } = transport.last;
    fake.chunksPerWord = 1;
    fake.transcribe({ type: "turn.end", transcript: "stop" });
    await eventually(
      () => fake.spoken.size === 2 && seen.filter(({ type }) => type === "timings").length === 2,
    );
    expect(transport.last.sentBytes).toBe(sentBytes + 4 * 640);
    expect(seen).toContainEqual({ type: "interruption" });
  });

  test("an agent that fails is reported, and the next turn is answered", async () => {
    let calls = 0;
    const { seen } = await talk(() => {
      calls++;
      if (calls === 1) throw new Error("no model");
      return "back again";
    });
    fake.transcribe(...turn("hello"));
    await eventually(() => seen.some(({ type }) => type === "error"));
    expect(seen.find((event) => event.type === "error")?.error.message).toBe(
      "voice/backend ProcessAudio: the agent failed: no model (code: agent_error)",
    );
    fake.transcribe(...turn("hello?"));
    await eventually(() => [...fake.spoken.values()].includes("back again"));
  });

  test("an agent that hangs is given up", async () => {
    const account = { engine: "cartesia", api_key: fake.key, api_url: fake.server.url } as const;
    backend = inMemoryBackend(transport, {
      settings: { ...voiceSettings({ stt_provider: "x", tts_provider: "y" }), timeoutMs: 200 },
      stages: {
        stt: cartesiaStt.create(account),
        tts: cartesiaTts.create({ ...account, voice_id: "voice" }),
      },
    });
    await backend.start();
    const { seen } = await talk(() => new Promise(() => {}));
    fake.transcribe(...turn("hello"));
    await eventually(() => seen.some(({ type }) => type === "error"));
    expect(seen.find((event) => event.type === "error")?.error).toMatchObject({ code: "timeout" });
  });

  test("a voice whose socket was closed for silence is connected again", async () => {
    const { seen } = await talk((said) => said);
    for (const socket of fake.server.sockets) if (!fake.transcriptions.has(socket)) socket.close(1000);
    await eventually(() => fake.server.sockets.size === 1);
    fake.transcribe(...turn("still there"));
    await eventually(() => seen.some(({ type }) => type === "timings"));
    expect([...fake.spoken.values()]).toEqual(["still there"]);
  });

  test("a transcription that breaks ends the session with the reason of the break", async () => {
    const { session } = await talk((said) => said);
    const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
    for (const socket of fake.transcriptions) socket.terminate();
    transport.last.hear(Buffer.alloc(640));
    expect((await closed).error).toMatchObject({ code: "connection_failed", operation: "ProcessAudio" });
  });

  test("closing in the middle of a reply ends all of it", async () => {
    fake.chunkPauseMs = 5;
    fake.chunksPerWord = 1000;
    const { session } = await talk(() => "a very long answer");
    fake.transcribe(...turn("tell me everything"));
    await eventually(() => transport.last.sentBytes > 0);
    await session.close();
    await eventually(() => fake.server.upgradeCount === 0);
    expect(session.state).toBe("closed");
  });

  test("a stage that refuses the key fails the start, with nothing left open", async () => {
    fake.server.faults.push({ answer: { status: 401 }, on: "UPGRADE /tts", times: 1 });
    const session = await backend.createSession({ userId: "anna", agent: () => "" });
    await expect(session.start()).rejects.toMatchObject({ code: "authentication_failed" });
    await eventually(() => fake.server.upgradeCount === 0);
  });
});

test("a pipeline without its stages is refused before anything is made", async () => {
  backend = inMemoryBackend(transport, { settings: voiceSettings({}) });
  await backend.start();
  await expect(backend.createSession({ userId: "anna", agent: () => "" })).rejects.toThrow(
    "voice/backend CreateSession: stt_provider is required for STT_TTS pipeline (code: pipeline_error)",
  );
  expect(transport.sessions).toHaveLength(0);
});
