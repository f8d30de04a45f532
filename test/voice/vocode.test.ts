import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VoiceBackend } from "../../src/voice/backend.js";
import { memoryStore } from "../../src/voice/session/session-store.js";
import { voiceSettings } from "../../src/voice/settings.js";
import vocode from "../../src/voice/vocode/index.js";
import { withoutWavHeader } from "../../src/voice/vocode/protocol.js";
import { FakeVocode } from "./fakes/fake-vocode.js";
import { audioOf, collectAudio, sine } from "./support/audio.js";
import { eventually } from "./support/eventually.js";

let fake: FakeVocode;
let backend: VoiceBackend;
const settings = voiceSettings({ retry_delay: "100ms", max_retries: 1 });

beforeEach(async () => {
  fake = new FakeVocode();
  await fake.server.listen();
  backend = vocode.create({ url: fake.socketUrl }, { settings });
});
afterEach(async () => {
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

describe("a server of one's own", () => {
  test("talks in base64, with the WAV headers taken off", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await session.start();
    const tone = sine(440, 16_000, 0.2);
    const heard = collectAudio(session, tone.byteLength);
    for (const frame of audioOf(tone, 640)) await session.sendAudio(frame);
    expect(Buffer.compare(await heard, tone)).toBe(0);
    await session.close();
    expect(fake.conversations).toMatchObject([{ id: session.id, stopped: true }]);
  });

  test("that is not there is named by host and reason", async () => {
    const { port } = fake.server;
    await fake.server.close();
    await expect(backend.start()).rejects.toThrow(
      `voice/backend Start: cannot reach 127.0.0.1:${port} (ECONNREFUSED) (code: connection_failed)`,
    );
    fake = new FakeVocode();
    await fake.server.listen();
  });

  test("that says nothing is given up after the time-out, with nothing left open", async () => {
    backend = vocode.create({ url: fake.socketUrl }, { settings: { ...settings, timeoutMs: 300 } });
    await backend.start();
    fake.server.faults.push({ answer: "hang", on: "UPGRADE", times: 2 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_timeout",
    });
    await eventually(() => fake.server.upgradeCount === 0);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["bad base64", JSON.stringify({ type: "websocket_audio", data: "a?b=" })],
    ["a WAV header without data", JSON.stringify({ type: "websocket_audio", data: wavWithoutData() })],
  ])("a malformed message ends the session: %s", async (_name, text) => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
    fake.conversations[0]?.socket.send(text);
    expect((await closed).error).toMatchObject({ code: "pipeline_error" });
  });
});

describe("phone calls of the hosted service", () => {
  const phone = { from_number: "+15550100", to_number: "+15550101", agent: "agent-1" };
  const open = (store = memoryStore()): VoiceBackend =>
    vocode.create({ api_url: fake.server.url, api_key: fake.key, phone }, { settings, store });

  test("are made and ended, and have no audio here", async () => {
    backend = open();
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await expect(session.sendAudio(new Uint8Array(2))).rejects.toMatchObject({ code: "session_not_active" });
    await session.close();
    expect([...fake.calls.values()]).toEqual([{ status: "ended" }]);
  });

  test("are taken up by a later process", async () => {
    const store = memoryStore();
    const earlier = open(store);
    await earlier.start();
    const session = await earlier.createSession({ userId: "anna", metadata: { topic: "rain" } });
    backend = open(store);
    await backend.start();
    expect(backend.getSession(session.id)).toMatchObject({ userId: "anna", metadata: { topic: "rain" } });
    await backend.closeSession(session.id);
    expect([...fake.calls.values()]).toEqual([{ status: "ended" }]);
  });
});

test("a WAV header is taken off, wherever its data begins", () => {
  const extra = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVELIST"), Buffer.from([3, 0, 0, 0, 1, 2, 3, 0])]);
  const data = Buffer.concat([Buffer.from("data"), Buffer.from([255, 255, 255, 255]), Buffer.from([7, 8])]);
  expect([...withoutWavHeader(Buffer.concat([extra, data]))]).toEqual([7, 8]);
  expect([...withoutWavHeader(Buffer.from([1, 2, 3, 4]))]).toEqual([1, 2, 3, 4]);
});

function wavWithoutData(): string {
  return Buffer.from("RIFF\0\0\0\0WAVE").toString("base64");
}
