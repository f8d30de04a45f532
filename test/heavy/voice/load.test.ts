import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { VoiceBackend, VoiceSession } from "../../../src/voice/backend.js";
import { voiceSettings } from "../../../src/voice/settings.js";
import vapi from "../../../src/voice/vapi/index.js";
import { FakeVapi } from "../../voice/fakes/fake-vapi.js";
import { eventually } from "../../voice/support/eventually.js";

const SESSIONS = 100;
const SECONDS = 10;
/** 20 ms of 16 kHz PCM, as telephony has it. */
const FRAME_BYTES = 640;
const FRAMES = SECONDS * 50;

let fake: FakeVapi;
let backend: VoiceBackend;

afterEach(async () => {
  await backend.stop();
  await fake.server.close();
});

test(`${SESSIONS} sessions at once talk for ${SECONDS} seconds, and every frame arrives, in order`, async () => {
  fake = new FakeVapi();
  await fake.server.listen();
  backend = vapi.create(
    { api_key: fake.key, api_url: fake.server.url, assistant_id: "assistant" },
    { settings: voiceSettings({ max_concurrent_sessions: SESSIONS }), rateLimiter: { allow: () => true } },
  );
  await backend.start();
  const before = process.memoryUsage().rss;
  const sessions = await Promise.all(
    Array.from({ length: SESSIONS }, (_, user) => backend.createSession({ userId: `user-${user}` })),
  );
  expect(backend.activeSessionCount).toBe(SESSIONS);
  const latencies = (await Promise.all(sessions.map(talk))).flat().sort((a, b) => a - b);
  const after = process.memoryUsage().rss;
  expect(latencies).toHaveLength(SESSIONS * FRAMES);
  expect(backend.metrics()).toMatchObject({
    sessionsActive: SESSIONS,
    bytesSent: SESSIONS * FRAMES * FRAME_BYTES,
    bytesReceived: SESSIONS * FRAMES * FRAME_BYTES,
  });
  report(latencies, (after - before) / SESSIONS);
  await backend.stop();
  await eventually(() => fake.server.upgradeCount === 0);
  expect([...fake.calls.values()].filter(({ status }) => status !== "ended")).toEqual([]);
  expect(fake.server.violations).toEqual([]);
});

/** Sends frames at the pace of speech, and gives the time that each took there and back. */
async function talk(session: VoiceSession): Promise<number[]> {
  await session.start();
  const sentAt: number[] = [];
  const latencies: number[] = [];
  const listening = (async () => {
    for await (const frame of session.receiveAudio()) {
      const number = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).readUInt32LE(0);
      expect(number).toBe(latencies.length);
      latencies.push(performance.now() - (sentAt[number] ?? Number.NaN));
      if (latencies.length === FRAMES) return;
    }
  })();
  const start = performance.now();
  for (let number = 0; number < FRAMES; number++) {
    const frame = Buffer.alloc(FRAME_BYTES, number % 251);
    frame.writeUInt32LE(number, 0);
    sentAt.push(performance.now());
    await session.sendAudio(frame);
    await pause(Math.max(0, start + (number + 1) * 20 - performance.now()));
  }
  await listening;
  return latencies;
}

function report(sorted: readonly number[], bytesPerSession: number): void {
  const at = (share: number): string => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  const memory = `${(bytesPerSession / 1024).toFixed(0)} KiB a session`;
  console.log(
    `there and back: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(0.999999)}; ${memory}`,
  );
}
