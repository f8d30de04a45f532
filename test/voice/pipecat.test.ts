import { afterEach, describe, expect, test } from "vitest";
import type { VoiceBackend, VoiceSession } from "../../src/voice/backend.js";
import pipecat from "../../src/voice/pipecat/index.js";
import { voiceSettings } from "../../src/voice/settings.js";
import { type FakeBot, FakePipecat, type FakePipecatOptions } from "./fakes/fake-pipecat.js";
import { audioOf, collectAudio, sine } from "./support/audio.js";
import { eventually } from "./support/eventually.js";

type Config = Parameters<typeof pipecat.create>[0];
let fake: FakePipecat;
let backend: VoiceBackend;

async function open(options: FakePipecatOptions = {}, config: Config = {}): Promise<VoiceBackend> {
  fake = new FakePipecat(options);
  await fake.server.listen();
  backend = pipecat.create(
    { url: fake.server.url, ...config },
    { settings: voiceSettings({ timeout: "30s", retry_delay: "100ms", max_retries: 1 }) },
  );
  return backend;
}

afterEach(async () => {
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

async function session(): Promise<{ session: VoiceSession; bot: FakeBot }> {
  await backend.start();
  const opened = await backend.createSession({ userId: "anna" });
  const bot = fake.bots.get(opened.remoteId);
  if (bot === undefined) throw new Error("the runner has not started a bot");
  return { session: opened, bot };
}

describe("a runner of one's own", () => {
  test("talks in frames of protobuf", async () => {
    await open({}, { body: { greeting: "hello" } });
    const { session: opened, bot } = await session();
    expect(bot.body).toEqual({ greeting: "hello" });
    await opened.start();
    const tone = sine(440, 16_000, 0.2);
    const heard = collectAudio(opened, tone.byteLength);
    for (const frame of audioOf(tone, 640)) await opened.sendAudio(frame);
    expect(Buffer.compare(await heard, tone)).toBe(0);
    await opened.close();
    await eventually(() => bot.ended);
  });

  test("tells what is said and when to stop playing", async () => {
    await open();
    const { session: opened, bot } = await session();
    const seen: unknown[] = [];
    opened.on("transcript", ({ speaker, text, final }) => seen.push([speaker, text, final]));
    opened.on("interruption", () => seen.push("interruption"));
    fake.tell(bot, "user-transcription", { text: "hel", final: false });
    fake.tell(bot, "user-transcription", { text: "hello", final: true });
    fake.interrupt(bot);
    fake.tell(bot, "bot-transcription", { text: "hi" });
    await eventually(() => seen.length === 4);
    expect(seen).toEqual([
      ["user", "hel", false],
      ["user", "hello", true],
      "interruption",
      ["agent", "hi", true],
    ]);
  });

  test("a frame that is none ends the session with its reason", async () => {
    await open();
    const { session: opened, bot } = await session();
    const closed = new Promise<{ error?: Error }>((resolve) => opened.on("closed", resolve));
    bot.socket?.send(Buffer.from([0xff, 0xff, 0x01]));
    expect((await closed).error).toMatchObject({ code: "pipeline_error" });
    await eventually(() => bot.ended);
  });

  test("a fatal error of the bot ends the session, another does not", async () => {
    await open();
    const { session: opened, bot } = await session();
    const messages: unknown[] = [];
    opened.on("message", ({ message }) => messages.push(message));
    fake.tell(bot, "error", { message: "a hiccup", fatal: false });
    await eventually(() => messages.length === 1);
    const closed = new Promise<{ error?: Error }>((resolve) => opened.on("closed", resolve));
    fake.tell(bot, "error", { message: "no model", fatal: true });
    expect((await closed).error?.message).toContain("the bot failed: no model");
  });

  test("is degraded when it does not offer WebSockets", async () => {
    await open();
    fake.transports = ["webrtc"];
    expect(await backend.health()).toMatchObject({
      status: "degraded",
      reasons: ["the runner does not offer the websocket transport"],
    });
  });
});

describe("Pipecat Cloud", () => {
  test("takes one key to start and another to check and to end", async () => {
    await open(
      { agent: "guide" },
      { agent_name: "guide", api_key: "pk_public", private_api_key: "sk_private" },
    );
    const { session: opened, bot } = await session();
    await opened.close();
    expect(bot.terminated).toBe(true);
  });

  test("a wrong key is a failure of authentication", async () => {
    await open(
      { agent: "guide" },
      { agent_name: "guide", api_key: "pk_public", private_api_key: "sk_wrong" },
    );
    await expect(backend.start()).rejects.toMatchObject({ code: "authentication_failed" });
  });

  test("a full pool is a matter of rate, tried again", async () => {
    await open(
      { agent: "guide" },
      { agent_name: "guide", api_key: "pk_public", private_api_key: "sk_private" },
    );
    fake.server.faults.push({
      answer: { status: 429, body: { error: "pool full", code: "429" } },
      on: "POST",
      times: 1,
    });
    await session();
    expect(fake.server.count("POST /v1/public/guide/start")).toBe(2);
  });

  test("a session that cannot be connected is ended there", async () => {
    await open(
      { agent: "guide" },
      { agent_name: "guide", api_key: "pk_public", private_api_key: "sk_private" },
    );
    await backend.start();
    fake.server.faults.push({ answer: { status: 403 }, on: "UPGRADE", times: 1 });
    await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
      code: "authorization_failed",
    });
    expect([...fake.bots.values()].map(({ terminated }) => terminated)).toEqual([true]);
  });
});
