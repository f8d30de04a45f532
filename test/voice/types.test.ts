import { expect, expectTypeOf, test } from "vitest";
import type { StagecraftConfiguration } from "../../generated/document.js";
import { createSttRegistry } from "../../generated/stt/registry.js";
import type { VoiceConfig } from "../../generated/voice/config.js";
import { createVoiceRegistry } from "../../generated/voice/registry.js";
import { defineProvider, jsonSchema } from "../../src/index.js";
import type { VoiceBackend } from "../../src/voice/backend.js";
import { createVoiceBackend } from "../../src/voice/create-voice-backend.js";
import { defineVoiceBackend } from "../../src/voice/define-voice-backend.js";
import { InMemoryTransport } from "./support/in-memory-transport.js";

/** Mistakes that the compiler has to find: `tsc -p test` fails where one of them is none. */
test("the registry makes a backend, and knows each vendor's config", async () => {
  const registry = createVoiceRegistry();
  const backend = await registry.create("vapi", { api_key: "key", assistant_id: "assistant" });
  expectTypeOf(backend).toEqualTypeOf<VoiceBackend>();
  expect(backend).toMatchObject({ provider: "vapi", connectionState: "disconnected" });
  // @ts-expect-error a field that Vapi's schema does not have
  await expect(registry.create("vapi", { api_key: "key", asistant_id: "a" })).rejects.toThrow("asistant_id");
  // @ts-expect-error no agent
  await expect(registry.create("cartesia", { api_key: "key" })).rejects.toThrow("agent_id");
  // @ts-expect-error no such vendor
  await expect(registry.create("twilio", {})).rejects.toThrow("unknown voice backend");
  // @ts-expect-error not one of the sample rates
  await expect(registry.create("vocode", { sample_rate: 11_025 })).rejects.toThrow("sample_rate");
  // @ts-expect-error no key
  await expect(createSttRegistry().create("cartesia", {})).rejects.toThrow("api_key");
});

test("a custom vendor has the config of its schema", async () => {
  const registry = createVoiceRegistry().register(
    defineProvider({
      id: "acme:memory",
      schema: jsonSchema<{ room: string }>({
        type: "object",
        properties: { room: { type: "string" } },
        required: ["room"],
      }),
      provider: defineVoiceBackend<{ room: string }>({
        id: "acme:memory",
        transport: ({ room }) => {
          expect(room).toBe("lobby");
          return new InMemoryTransport();
        },
      }),
    }),
  );
  expect((await registry.create("acme:memory", { room: "lobby" })).provider).toBe("acme:memory");
  // @ts-expect-error a number
  await expect(registry.create("acme:memory", { room: 1 })).rejects.toThrow("room");
});

test("the `voice` part of a document is taken as it is", async () => {
  const registry = createVoiceRegistry();
  const voice: VoiceConfig = {
    provider: "pipecat",
    latency_target: "800ms",
    providers: { pipecat: { url: "http://localhost:7860" } },
  };
  const document: StagecraftConfiguration = { project: { name: "shop" }, voice };
  if (document.voice === undefined) throw new Error("it was left out");
  const backend = await createVoiceBackend(registry, document.voice, {
    stageConfigs: document.voice_stages ?? {},
  });
  expect(backend.settings.latencyTargetMs).toBe(800);
  // @ts-expect-error the config of another vendor than the chosen one
  const other: VoiceConfig = { provider: "vapi", providers: { pipecat: {} } };
  await expect(createVoiceBackend(registry, other)).rejects.toThrow("api_key");
});
