import { afterEach, describe, expect, test } from "vitest";
import { createSttRegistry } from "../../generated/stt/registry.js";
import { createTtsRegistry } from "../../generated/tts/registry.js";
import { createVoiceRegistry } from "../../generated/voice/registry.js";
import { defineProvider } from "../../src/index.js";
import { parseDuration } from "../../src/time/duration.js";
import { createVoiceBackend, type VoiceConfig } from "../../src/voice/create-voice-backend.js";
import { VoiceError } from "../../src/voice/voice-error.js";
import { FakeCartesia } from "./fakes/fake-cartesia.js";
import { FakePipecat } from "./fakes/fake-pipecat.js";
import { FakeVapi } from "./fakes/fake-vapi.js";
import { FakeVocode } from "./fakes/fake-vocode.js";
import type { LoopbackServer } from "./fakes/loopback-server.js";
import { audioOf, collectAudio, sine } from "./support/audio.js";

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    expect(server.violations).toEqual([]);
    await server.close();
  }
});

describe("errors", () => {
  test("a provider that nobody has registered", async () => {
    const config = { provider: "twilio", providers: {} };
    await expect(createVoiceBackend(createVoiceRegistry(), config)).rejects.toThrow(
      "voice/backend Create: backend provider 'twilio' not found (code: provider_not_found)",
    );
  });

  test("every mistake of a config, and none of its secrets", async () => {
    const config = {
      provider: "vapi",
      providers: { vapi: { api_key: "very-secret", api_url: "nowhere", sample_rate: 1 } },
    };
    const error = await createVoiceBackend(createVoiceRegistry(), config).catch((reason: unknown) => reason);
    expect(VoiceError.isInstance(error)).toBe(true);
    const { code, message } = error as VoiceError;
    expect(code).toBe("invalid_config");
    expect(message).toMatch(
      /^voice\/backend Create: configuration validation failed: .*api_url.*; .*sample_rate/,
    );
    expect(message).not.toContain("very-secret");
  });

  test("no config at all", async () => {
    const nothing = undefined as unknown as VoiceConfig;
    await expect(createVoiceBackend(createVoiceRegistry(), nothing)).rejects.toThrow(
      "voice/backend Create: configuration cannot be nil (code: invalid_config)",
    );
  });

  test.each<[object, string]>([
    [
      { latency_target: "99ms" },
      'voice.latency_target must be a duration from 100ms to 5s, such as 500ms, got "99ms"',
    ],
    [
      { latency_target: "6s" },
      'voice.latency_target must be a duration from 100ms to 5s, such as 500ms, got "6s"',
    ],
    [{ timeout: "999ms" }, 'voice.timeout must be a duration from 1s to 5m, such as 30s, got "999ms"'],
    [{ timeout: "10m" }, 'voice.timeout must be a duration from 1s to 5m, such as 30s, got "10m"'],
    [{ timeout: "soon" }, 'voice.timeout must be a duration from 1s to 5m, such as 30s, got "soon"'],
    [{ retry_delay: "31s" }, 'voice.retry_delay must be a duration from 100ms to 30s, such as 1s, got "31s"'],
    [{ max_retries: 11 }, "voice.max_retries must be at most 10, got 11"],
    [{ max_concurrent_sessions: -1 }, "voice.max_concurrent_sessions must be at least 0, got -1"],
    [{ pipeline_type: "magic" }, "voice.pipeline_type must be one of: stt_tts, s2s"],
    [{ time_out: "10s" }, 'unknown field "time_out" in voice'],
  ])("a field beside the selector: %o", async (fields, said) => {
    const config = { ...livekit({ stt_provider: "a", tts_provider: "b" }), ...fields } as VoiceConfig;
    const error = await createVoiceBackend(createVoiceRegistry(), config).catch((reason: unknown) => reason);
    expect((error as VoiceError).code).toBe("invalid_config");
    expect((error as VoiceError).reason).toContain(said);
  });

  test.each(["100ms", "5000ms", "1s", "5s"])("a latency target of %s", async (latency_target) => {
    const config = only("pipecat", {});
    const backend = await createVoiceBackend(createVoiceRegistry(), { ...config, latency_target });
    expect(backend.settings.latencyTargetMs).toBe(parseDuration(latency_target));
  });

  test("a provider that cannot be made is named", async () => {
    const provider = {
      id: "acme:broken",
      create: (): never => {
        throw new Error("no licence");
      },
    };
    const registry = createVoiceRegistry().register(
      defineProvider({ id: "acme:broken", capabilities: { hosted_pipeline: true }, provider }),
    );
    await expect(createVoiceBackend(registry, only("acme:broken", {}))).rejects.toThrow(
      "voice/backend Create: backend provider 'acme:broken': no licence (code: invalid_config)",
    );
  });

  test.each<[string, VoiceConfig, string]>([
    [
      "stt_tts without its stages",
      livekit({}),
      "stt_provider is required for STT_TTS pipeline; tts_provider is required for STT_TTS pipeline",
    ],
    ["s2s without its stage", livekit({ pipeline_type: "s2s" }), "s2s_provider is required for S2S pipeline"],
  ])("a vendor that only carries audio: %s", async (_name, config, said) => {
    await expect(createVoiceBackend(createVoiceRegistry(), config)).rejects.toThrow(
      `voice/backend Create: configuration validation failed: ${said} (code: invalid_config)`,
    );
  });

  test("a stage that nobody has registered", async () => {
    const stageRegistries = { stt: createSttRegistry(), tts: createTtsRegistry() };
    const config = livekit({ stt_provider: "deepgram", tts_provider: "cartesia" });
    await expect(createVoiceBackend(createVoiceRegistry(), config, { stageRegistries })).rejects.toThrow(
      "unknown stt_provider 'deepgram'; available: [cartesia]",
    );
  });
});

test("stages are found by the name of a config, or by the id of an engine", async () => {
  const stageRegistries = { stt: createSttRegistry(), tts: createTtsRegistry() };
  const stageConfigs = {
    stt: { ink: { engine: "cartesia", api_key: "key" } },
    tts: { sonic: { engine: "cartesia", api_key: "key", voice_id: "voice" } },
  };
  const config = livekit({ stt_provider: "ink", tts_provider: "sonic" });
  const backend = await createVoiceBackend(createVoiceRegistry(), config, { stageRegistries, stageConfigs });
  expect(backend.provider).toBe("livekit");
  await expect(
    createVoiceBackend(createVoiceRegistry(), livekit({ stt_provider: "cartesia", tts_provider: "sonic" }), {
      stageRegistries,
      stageConfigs,
    }),
  ).rejects.toThrow(/stt_provider 'cartesia': .*api_key/);
});

/** The program that stays the same whatever the config names. */
async function echo(config: VoiceConfig): Promise<boolean> {
  const backend = await createVoiceBackend(createVoiceRegistry(), config);
  await backend.start();
  try {
    const session = await backend.createSession({ userId: "anna" });
    await session.start();
    const tone = sine(440, session.inputFormat.sampleRate, 0.1);
    const heard = collectAudio(session, tone.byteLength);
    for (const frame of audioOf(tone, 640)) await session.sendAudio(frame);
    return Buffer.compare(await heard, tone) === 0;
  } finally {
    await backend.stop();
  }
}

test("the registry lists what each can do, without loading any", () => {
  const registry = createVoiceRegistry();
  expect(registry.list().map(({ id, capabilities }) => [id, capabilities.multi_user_support])).toEqual([
    ["cartesia", false],
    ["livekit", true],
    ["pipecat", false],
    ["vapi", false],
    ["vocode", false],
  ]);
  expect(registry.ids().map((id) => registry.loaded(id))).toEqual(Array(5).fill(undefined));
});

describe("one program, five configs", () => {
  test("vapi", async () => {
    const fake = new FakeVapi();
    servers.push(await fake.server.listen());
    expect(await echo(only("vapi", { api_key: fake.key, api_url: fake.server.url, assistant_id: "a" }))).toBe(
      true,
    );
  });
  test("pipecat", async () => {
    const fake = new FakePipecat();
    servers.push(await fake.server.listen());
    expect(await echo(only("pipecat", { url: fake.server.url }))).toBe(true);
  });
  test("vocode", async () => {
    const fake = new FakeVocode();
    servers.push(await fake.server.listen());
    expect(await echo(only("vocode", { url: fake.socketUrl }))).toBe(true);
  });
  test("cartesia", async () => {
    const fake = new FakeCartesia();
    servers.push(await fake.server.listen());
    const config = { api_key: fake.key, api_url: fake.server.url, agent_id: fake.agentId };
    expect(await echo(only("cartesia", config))).toBe(true);
  });
});

function only(provider: string, config: object): VoiceConfig {
  return { provider, providers: { [provider]: config }, retry_delay: "100ms" };
}

function livekit(fields: Partial<VoiceConfig>): VoiceConfig {
  const config = { url: "ws://127.0.0.1:1", api_key: "key", api_secret: "secret" };
  return { provider: "livekit", providers: { livekit: config }, ...fields };
}
