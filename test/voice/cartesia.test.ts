import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VoiceBackend } from "../../src/voice/backend.js";
import cartesia from "../../src/voice/cartesia/index.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { FakeCartesia } from "./fakes/fake-cartesia.js";
import { audioOf, collectAudio, sine } from "./support/audio.js";
import { eventually } from "./support/eventually.js";

let fake: FakeCartesia;
let backend: VoiceBackend;

beforeEach(async () => {
  fake = new FakeCartesia();
  await fake.server.listen();
  backend = create();
});
afterEach(async () => {
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

function create(config: Partial<Parameters<typeof cartesia.create>[0]> = {}): VoiceBackend {
  return cartesia.create(
    { api_key: fake.key, api_url: fake.server.url, agent_id: fake.agentId, ...config },
    { settings: voiceSettings({ retry_delay: "100ms", max_retries: 1 }) },
  );
}

describe("start", () => {
  test("proves the key and the agent through the SDK", async () => {
    await backend.start();
    expect(fake.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /agents/agent_1",
    ]);
  });

  test.each([
    [{ api_key: "wrong" }, "authentication_failed"],
    [{ agent_id: "agent_2" }, "invalid_config"],
  ])("fails for %o", async (config, code) => {
    backend = create(config);
    await expect(backend.start()).rejects.toMatchObject({ code });
    expect(fake.server.requests).toHaveLength(1);
  });
});

describe("sessions", () => {
  test("talk in base64 and hand over the variables", async () => {
    backend = create({ dynamic_variables: { name: "Anna" } });
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    await session.start();
    expect(fake.sessions).toMatchObject([{ callId: session.remoteId, variables: { name: "Anna" } }]);
    const tone = sine(440, 16_000, 0.2);
    const heard = collectAudio(session, tone.byteLength);
    for (const frame of audioOf(tone, 640)) await session.sendAudio(frame);
    expect(Buffer.compare(await heard, tone)).toBe(0);
    await session.close();
    await eventually(() => fake.sessions[0]?.ended === true);
  });

  test("tell when to stop playing", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    let interrupted = false;
    session.on("interruption", () => {
      interrupted = true;
    });
    fake.sessions[0]?.socket.send(JSON.stringify({ type: "audio_output_clear" }));
    await eventually(() => interrupted);
  });

  test("survive an error that is not fatal, and end with one that is", async () => {
    await backend.start();
    const session = await backend.createSession({ userId: "anna" });
    const messages: unknown[] = [];
    session.on("message", ({ message }) => messages.push(message));
    const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
    const socket = fake.sessions[0]?.socket;
    socket?.send(JSON.stringify({ type: "error", code: "slow", message: "wait", fatal: false }));
    await eventually(() => messages.length === 1);
    socket?.send(JSON.stringify({ type: "error", code: "quota", message: "no credits", fatal: true }));
    expect((await closed).error?.message).toBe(
      "voice/backend Session: cartesia reported quota: no credits (code: pipeline_error)",
    );
  });

  test("a key that is refused at the upgrade is a failure of authentication", async () => {
    await backend.start();
    fake.server.faults.push({ answer: { status: 401 }, on: "UPGRADE", times: 1 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "authentication_failed",
    });
  });
});
