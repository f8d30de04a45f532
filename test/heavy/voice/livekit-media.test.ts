import { networkInterfaces } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { VoiceBackend } from "../../../src/voice/backend.js";
import livekit from "../../../src/voice/livekit/index.js";
import { voiceSettings } from "../../../src/voice/settings.js";
import { FakeLivekit } from "../../voice/fakes/fake-livekit.js";
import { audioOf, samplesOf, shareOfTone, sine } from "../../voice/support/audio.js";
import { eventually } from "../../voice/support/eventually.js";
import { FakeSfu } from "./fake-sfu.js";

let fake: FakeLivekit;
let rooms: FakeSfu[];
let backend: VoiceBackend;

beforeEach(async () => {
  // WebRTC gathers no candidates on the loopback interface.
  const addresses = Object.values(networkInterfaces()).flatMap((known) => known ?? []);
  if (!addresses.some(({ internal }) => !internal)) {
    throw new Error(
      "this suite needs a network interface beside the loopback one; `ip link add type dummy` makes one",
    );
  }
  rooms = [];
  fake = new FakeLivekit({
    onRoom: (socket, room, identity) => rooms.push(new FakeSfu(socket, room, identity)),
  });
  await fake.server.listen();
  backend = livekit.create(
    { url: fake.server.url, api_key: fake.key, api_secret: fake.secret, sample_rate: 48_000 },
    { settings: voiceSettings({}) },
  );
});
afterEach(async () => {
  await backend.stop();
  for (const room of rooms) room.close();
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

test("audio goes both ways by WebRTC", async () => {
  await backend.start();
  const session = await backend.createSession({ userId: "anna" });
  await session.start();
  const tone = sine(440, 48_000, 3);
  const heard: Buffer[] = [];
  const listening = (async () => {
    for await (const frame of session.receiveAudio()) heard.push(Buffer.from(frame));
  })();
  for (const frame of audioOf(tone, 960)) await session.sendAudio(frame);
  await eventually(() => loudest(heard) > 3000, 20_000);
  await session.close();
  await listening;
  // The codec is lossy and a busy machine leaves gaps: what counts is that most of what is heard is the tone.
  expect(shareOfTone(samplesOf(Buffer.concat(heard)), 440, 48_000)).toBeGreaterThan(0.5);
  expect([...fake.rooms.keys()]).toEqual([]);
});

test("a token that the server refuses is a failure of authentication", async () => {
  await backend.start();
  fake.refuseToJoin = true;
  await expect(backend.createSession({ userId: "anna" })).rejects.toMatchObject({
    code: "authentication_failed",
  });
  expect([...fake.rooms.keys()]).toEqual([]);
});

test.each([
  ["deletes the room", undefined, (room: FakeSfu) => room.sendOut("deleted")],
  ["shuts down", "connection_failed", (room: FakeSfu) => room.sendOut("shutdown")],
])("a session whose server %s ends", async (_what, code, act) => {
  await backend.start();
  const session = await backend.createSession({ userId: "anna" });
  const closed = new Promise<{ error?: Error }>((resolve) => session.on("closed", resolve));
  await session.start();
  act(rooms[0] as FakeSfu);
  const { error } = await closed;
  expect((error as { code?: string } | undefined)?.code).toBe(code);
  expect(session.state).toBe(code === undefined ? "closed" : "error");
  expect(backend.activeSessionCount).toBe(0);
  expect([...fake.rooms.keys()]).toEqual([]);
});

function loudest(frames: readonly Buffer[]): number {
  return Math.max(
    0,
    ...frames.slice(-20).map((frame) => Math.max(...samplesOf(Buffer.from(frame)).map(Math.abs))),
  );
}
