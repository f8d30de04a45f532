import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type CliRun, runProcess } from "../../cli/support/cli.js";
import { temporaryFolder } from "../../support/folders.js";
import { FakeCartesia } from "../../voice/fakes/fake-cartesia.js";
import { FakeLivekit } from "../../voice/fakes/fake-livekit.js";
import { FakePipecat } from "../../voice/fakes/fake-pipecat.js";
import { FakeVapi } from "../../voice/fakes/fake-vapi.js";
import { FakeVocode } from "../../voice/fakes/fake-vocode.js";
import { samplesOf, shareOfTone, sine } from "../../voice/support/audio.js";
import { FakeSfu } from "./fake-sfu.js";

const repository = resolve(import.meta.dirname, "../../..");
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/provc"));
});

const vendors = {
  vapi: () => {
    const fake = new FakeVapi();
    return {
      fake,
      config: (url: string) => ({ api_key: fake.key, api_url: url, assistant_id: "assistant" }),
    };
  },
  pipecat: () => ({
    fake: new FakePipecat(),
    config: (url: string) => ({ url, output_sample_rate: 16_000 }),
  }),
  cartesia: () => {
    const fake = new FakeCartesia();
    return { fake, config: (url: string) => ({ api_key: fake.key, api_url: url, agent_id: fake.agentId }) };
  },
  vocode: () => ({
    fake: new FakeVocode(),
    config: (url: string) => ({ url: `${url.replace("http", "ws")}/conversation` }),
  }),
};

test("the example speaks through livekit, by WebRTC", async () => {
  const fake = new FakeLivekit({
    onRoom: (socket, room, identity) => rooms.push(new FakeSfu(socket, room, identity)),
  });
  const rooms: FakeSfu[] = [];
  await fake.server.listen();
  const config = { url: fake.server.url, api_key: fake.key, api_secret: fake.secret };
  const speech = { stt_provider: "ears", tts_provider: "mouth" };
  const account = { engine: "cartesia", api_key: "not used: no agent answers here" };
  const voice_stages = { stt: { ears: account }, tts: { mouth: { ...account, voice_id: "voice" } } };
  const run = await speak("livekit", config, sine(440, 48_000, 2), 48_000, { voice: speech, voice_stages });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toContain("livekit: sent 192000 bytes");
  const answer = samplesOf(readFileSync(join(folder, "answer.wav")).subarray(44));
  expect(shareOfTone(answer, 440, 48_000)).toBeGreaterThan(0.5);
  for (const room of rooms) room.close();
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

test.each(Object.entries(vendors))("the example speaks through %s", async (provider, open) => {
  const { fake, config } = open();
  await fake.server.listen();
  const run = await speak(provider, config(fake.server.url), sine(440, 16_000, 0.5), 16_000);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toContain(`${provider}: sent 16000 bytes, heard 16000 bytes`);
  expect(readFileSync(join(folder, "answer.wav")).subarray(44)).toEqual(sine(440, 16_000, 0.5));
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

/** Runs the example with a config: the program is the same for all. */
function speak(
  provider: string,
  config: object,
  question: Buffer,
  sampleRate: number,
  more: { readonly voice?: object; readonly voice_stages?: object } = {},
): Promise<CliRun> {
  writeFileSync(join(folder, "question.wav"), wav(question, sampleRate));
  const voice = { ...more.voice, provider, providers: { [provider]: config } };
  writeFileSync(
    join(folder, "stagecraft.yml"),
    JSON.stringify({ project: { name: "example" }, ...more, voice }),
  );
  const program = join(repository, "examples/voice/speak.mjs");
  const args = [program, "question.wav", "answer.wav"];
  return runProcess(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: "production" } });
}

function wav(samples: Buffer, sampleRate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(sampleRate, 24);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
