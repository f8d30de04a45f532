import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createS2sRegistry } from "../../generated/s2s/registry.js";
import { createSttRegistry } from "../../generated/stt/registry.js";
import { createTtsRegistry } from "../../generated/tts/registry.js";
import { createVoiceRegistry } from "../../generated/voice/registry.js";
import { defineProvider, jsonSchema } from "../../src/index.js";
import type { VoiceBackend, VoiceSession, VoiceSessionEvent } from "../../src/voice/backend.js";
import { createVoiceBackend, type VoiceConfig } from "../../src/voice/create-voice-backend.js";
import { defineVoiceBackend } from "../../src/voice/define-voice-backend.js";
import type { VoiceAgent } from "../../src/voice/pipeline/agent.js";
import { eventually } from "./support/eventually.js";
import { InMemoryTransport } from "./support/in-memory-transport.js";
import { LetterVoice, ScriptedEars, ScriptedModel } from "./support/scripted-stages.js";

let transport: InMemoryTransport;
let model: ScriptedModel;
let ears: ScriptedEars;
let voice: LetterVoice;
let configs: unknown[];
let backend: VoiceBackend;
let session: VoiceSession;
let seen: VoiceSessionEvent[];

beforeEach(() => {
  transport = new InMemoryTransport();
  model = new ScriptedModel();
  ears = new ScriptedEars();
  voice = new LetterVoice();
  configs = [];
  seen = [];
});
afterEach(() => backend.stop());

const frame = (value: number): Uint8Array => Buffer.from([value, 0]);
const audio = (value: number): { type: "audio"; frame: Uint8Array } => ({
  type: "audio",
  frame: frame(value),
});

/** Everything by name, and nothing of it built in. */
async function open(fields: Omit<VoiceConfig, "provider" | "providers">, agent?: VoiceAgent): Promise<void> {
  const provider = defineVoiceBackend({ id: "acme:carrier", transport: () => transport });
  const stage = jsonSchema<{ engine?: string; accent?: string }>({
    type: "object",
    properties: { accent: { type: "string", default: "northern" } },
  });
  const remember =
    <Stage>(made: Stage) =>
    (config: unknown): Stage => {
      configs.push(config);
      return made;
    };
  const stages = {
    stt: createSttRegistry().register(
      defineProvider({
        id: "acme:ears",
        schema: stage,
        provider: { id: "acme:ears", create: remember(ears) },
      }),
    ),
    tts: createTtsRegistry().register(
      defineProvider({
        id: "acme:voice",
        schema: stage,
        provider: { id: "acme:voice", create: remember(voice) },
      }),
    ),
    s2s: createS2sRegistry().register(
      defineProvider({
        id: "acme:model",
        schema: stage,
        provider: { id: "acme:model", create: remember(model) },
      }),
    ),
  };
  const registry = createVoiceRegistry().register(
    defineProvider({
      id: "acme:carrier",
      capabilities: { hosted_pipeline: false },
      schema: jsonSchema<object>({ type: "object" }),
      provider,
    }),
  );
  backend = await createVoiceBackend(
    registry,
    { provider: "acme:carrier", providers: { "acme:carrier": {} }, ...fields },
    {
      stageRegistries: stages,
      stageConfigs: { s2s: { polite: { engine: "acme:model", accent: "southern" } } },
    },
  );
  await backend.start();
  session = await backend.createSession({ userId: "anna", ...(agent !== undefined && { agent }) });
  for (const type of ["state", "transcript", "interruption", "timings", "error", "closed"] as const) {
    session.on(type, (event) => seen.push(event));
  }
  await session.start();
}

const types = (): string[] => seen.map((event) => (event.type === "state" ? event.state : event.type));

describe("speech to speech", () => {
  const openModel = (): Promise<void> => open({ pipeline_type: "s2s", s2s_provider: "polite" });

  test("a registered model answers, without an agent", async () => {
    await openModel();
    expect(configs).toEqual([{ engine: "acme:model", accent: "southern" }]);
    transport.last.hear(frame(1));
    await eventually(() => model.heardBytes === 2);
    model.tell(
      { type: "speech-started" },
      { type: "speech-ended" },
      { type: "transcript", speaker: "user", text: "hello" },
      audio(7),
      audio(8),
      { type: "answer-ended" },
    );
    await eventually(() => transport.last.sentBytes === 4);
    await eventually(() => session.state === "listening");
    expect(types()).toEqual([
      "listening",
      "interruption",
      "processing",
      "transcript",
      "timings",
      "speaking",
      "listening",
    ]);
    expect(seen.find(({ type }) => type === "timings")).toMatchObject({
      timings: { spoken: expect.any(Number), late: false },
    });
  });

  test("an interruption is heard although the answer before it has not been played yet", async () => {
    await openModel();
    let release = (): void => {};
    const played: number[] = [];
    transport.last.send = async (given) => {
      played.push(given[0] as number);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    model.tell({ type: "speech-ended" }, audio(1), audio(2), audio(3), { type: "speech-started" }, audio(4));
    await eventually(() => types().includes("interruption"));
    expect(played).toEqual([1]);
    expect(model.interrupted).toBe(1);
    expect(transport.last.cleared).toBe(1);
    release();
    model.tell({ type: "speech-ended" }, audio(5));
    await eventually(() => played.length === 2);
    expect(played).toEqual([1, 5]);
    release();
  });

  test("the caller can interrupt too", async () => {
    await openModel();
    await session.interrupt();
    expect([model.interrupted, transport.last.cleared > 0]).toEqual([1, true]);
    model.tell(audio(1), { type: "speech-ended" }, audio(2));
    await eventually(() => transport.last.sentBytes === 2);
  });

  test.each<[string, () => void, string]>([
    ["that ends", () => model.events.end(), "the speech-to-speech stage has ended"],
    ["that breaks", () => model.events.end(new Error("no credits")), "no credits"],
  ])("a model %s ends the session with its reason", async (_what, act, reason) => {
    await openModel();
    act();
    await eventually(() => types().at(-1) === "closed");
    expect(seen.at(-1)).toMatchObject({ error: { code: "pipeline_error", reason } });
    expect([model.closed, transport.last.closes, backend.activeSessionCount]).toEqual([1, 1, 0]);
  });
});

describe("speech to text, agent, text to speech", () => {
  const openStages = (agent: VoiceAgent): Promise<void> =>
    open({ stt_provider: "acme:ears", tts_provider: "acme:voice" }, agent);

  test("registered stages are found by their ids, with their defaults", async () => {
    await openStages((said) => `${said}!`);
    expect(configs).toEqual([
      { engine: "acme:ears", accent: "northern" },
      { engine: "acme:voice", accent: "northern" },
    ]);
    ears.tell({ type: "speech-started" }, { type: "partial", text: "hi" }, { type: "final", text: "hi" });
    await eventually(() => types().includes("timings"));
    expect(voice.said).toEqual(["hi!"]);
    expect(transport.last.sentBytes).toBe(6);
  });

  test.each(["speech", "the caller"])("%s stops a voice that looks at no signal", async (who) => {
    voice.hangs = true;
    await openStages((said) => said);
    ears.tell({ type: "final", text: "one" });
    await eventually(() => transport.last.sentBytes === 2);
    voice.hangs = false;
    if (who === "speech") ears.tell({ type: "speech-started" });
    else await session.interrupt();
    await eventually(() => types().includes("interruption"));
    ears.tell({ type: "final", text: "two" });
    await eventually(() => transport.last.sentBytes === 2 + 6);
    expect(voice.said).toEqual(["one", "two"]);
  });

  test("a transcription that ends, ends the session", async () => {
    await openStages((said) => said);
    ears.events.end();
    await eventually(() => types().at(-1) === "closed");
    expect(seen.at(-1)).toMatchObject({
      error: { code: "pipeline_error", reason: "the speech-to-text stage has ended" },
    });
    expect(ears.closed).toBe(1);
  });
});
