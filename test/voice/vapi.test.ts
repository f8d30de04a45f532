import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { VoiceBackend } from "../../src/voice/backend.js";
import { voiceSettings } from "../../src/voice/settings.js";
import vapi from "../../src/voice/vapi/index.js";
import { VoiceError } from "../../src/voice/voice-error.js";
import { FakeVapi } from "./fakes/fake-vapi.js";
import { audioOf, collectAudio, sine } from "./support/audio.js";
import { eventually } from "./support/eventually.js";

let fake: FakeVapi;
let backend: VoiceBackend;

beforeEach(async () => {
  fake = new FakeVapi();
  await fake.server.listen();
  backend = create();
});
afterEach(async () => {
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

function create(config: Partial<Parameters<typeof vapi.create>[0]> = {}): VoiceBackend {
  return vapi.create(
    { api_key: fake.key, api_url: fake.server.url, assistant_id: "assistant-1", ...config },
    { settings: voiceSettings({ timeout: "30s", retry_delay: "100ms", max_retries: 2 }) },
  );
}

describe("start", () => {
  test("proves the key with one request", async () => {
    await backend.start();
    await backend.start();
    expect(backend.connectionState).toBe("connected");
    expect(fake.server.count("GET /call?limit=1")).toBe(1);
  });

  test("fails for a wrong key, once, without telling it", async () => {
    backend = create({ api_key: "wrong-and-secret" });
    const error = await backend.start().catch((reason: unknown) => reason);
    expect(VoiceError.isInstance(error)).toBe(true);
    expect((error as VoiceError).message).toBe(
      "voice/backend Start: the vendor answered 401: Invalid Key. (code: authentication_failed)",
    );
    expect(JSON.stringify(error) + String(error)).not.toContain("wrong-and-secret");
    expect(fake.server.requests).toHaveLength(1);
  });

  test("does not repeat a key that the vendor repeats", async () => {
    const body = { message: `Invalid key ${fake.key}\nsecond line` };
    fake.server.faults.push({ answer: { status: 401, body }, times: 1 });
    await expect(backend.start()).rejects.toThrow(
      "voice/backend Start: the vendor answered 401: Invalid key *** (code: authentication_failed)",
    );
  });

  test("tries again after 500 and 429, and waits as long as the vendor asks", async () => {
    fake.server.faults.push({ answer: { status: 500, body: { message: "oops" } }, times: 1 });
    fake.server.faults.push({
      answer: { status: 429, body: {}, headers: { "retry-after": "0.2" } },
      times: 1,
    });
    await backend.start();
    expect(fake.server.requests).toHaveLength(3);
    expect(backend.metrics()).toMatchObject({ requests: 3, retries: 2 });
  });
});

describe("sessions", () => {
  test("send and receive PCM, and end the call when closed", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    expect(session.inputFormat).toEqual({ encoding: "pcm_s16le", sampleRate: 16_000 });
    await session.start();
    const tone = sine(440, 16_000, 0.2);
    const heard = collectAudio(session, tone.byteLength);
    for (const frame of audioOf(tone, 640)) await session.sendAudio(frame);
    expect(Buffer.compare(await heard, tone)).toBe(0);
    await session.close();
    const [call] = [...fake.calls.values()];
    expect(call).toMatchObject({ status: "ended" });
    expect(call?.endedBy).toEqual(new Set(["socket", "control"]));
    expect(backend.activeSessionCount).toBe(0);
  });

  test("are created once, although the vendor fails", async () => {
    await backend.start();
    fake.server.faults.push({ answer: { status: 500, body: {} }, on: "POST /call", times: 1 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_failed",
    });
    expect(fake.server.count("POST /call")).toBe(1);
  });

  test("that cannot be connected are ended at the vendor's", async () => {
    await backend.start();
    fake.server.faults.push({ answer: { status: 503 }, on: "UPGRADE", times: 3 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "connection_failed",
    });
    for (const call of fake.calls.values()) expect(call.status).toBe("ended");
    expect(backend.activeSessionCount).toBe(0);
  });

  test("end when the vendor ends them", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
    [...fake.calls.values()][0]?.socket?.close(1000);
    expect((await closed).error).toBeUndefined();
    expect(session.state).toBe("closed");
    await expect(session.sendAudio(new Uint8Array(2))).rejects.toMatchObject({ code: "session_not_active" });
  });

  test("are ended by request, where their connection broke or something is still to be heard", async () => {
    await backend.start();
    const broken = await backend.createSession({ userId: "anna" });
    [...fake.calls.values()][0]?.socket?.terminate();
    await eventually(() => broken.state === "error");
    const busy = await backend.createSession({ userId: "ben" });
    const call = [...fake.calls.values()][1];
    const closing = busy.close();
    call?.socket?.send(Buffer.alloc(640));
    await closing;
    expect([...fake.calls.values()].map(({ endedBy }) => endedBy.has("control"))).toEqual([true, true]);
  });

  test("are closed in order although more comes than anybody reads", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const socket = [...fake.calls.values()][0]?.socket;
    const terminate = vi.spyOn(WebSocket.prototype, "terminate");
    for (let frame = 0; frame < 2000; frame++) socket?.send(Buffer.alloc(640));
    await eventually(() => backend.metrics().bytesReceived > 100 * 640);
    await session.close();
    expect(terminate).not.toHaveBeenCalled();
    terminate.mockRestore();
  });

  test("fail when the connection breaks", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
    [...fake.calls.values()][0]?.socket?.terminate();
    expect((await closed).error).toMatchObject({ code: "connection_failed" });
    expect(session.state).toBe("error");
  });
});

test("a config needs exactly one assistant", () => {
  expect(vapi.validate?.({ api_key: "k" })).toEqual([
    "one of assistant_id, assistant, squad_id and workflow_id is required for Vapi provider",
  ]);
  expect(vapi.validate?.({ api_key: "k", assistant_id: "a", squad_id: "b" })).toHaveLength(1);
});
