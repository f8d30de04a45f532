// Speaks through whichever voice backend the config names: `node speak.mjs question.wav answer.wav [config]`.
// What a person says is read from one file, what they hear is written to another.
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { loadDocument } from "provc/document";
import { documentDefinition } from "provc/kinds";
import { createVoiceBackend, s2sRegistry, sttRegistry, ttsRegistry, voiceRegistry } from "provc/voice";

const [question = "question.wav", answer = "answer.wav", file = "stagecraft.yml"] = process.argv.slice(2);
const document = await loadDocument(documentDefinition, {
  file,
  cwd: process.cwd(),
  env: process.env,
  defaults: true,
});
for (const { severity, message } of document.diagnostics) console.error(`${severity}: ${message}`);
if (document.value?.voice === undefined) process.exit(1);

const backend = await createVoiceBackend(voiceRegistry, document.value.voice, {
  stageRegistries: { stt: sttRegistry, tts: ttsRegistry, s2s: s2sRegistry },
  stageConfigs: document.value.voice_stages ?? {},
});
await backend.start();
try {
  const session = await backend.createSession({ userId: "example" });
  session.on("transcript", ({ speaker, text, final }) => final && console.log(`${speaker}: ${text}`));
  await session.start();
  const heard = listen(session);
  const { encoding, sampleRate } = session.inputFormat;
  const samples = samplesOf(await readFile(question), session.inputFormat);
  // At the pace of speech: most vendors take no more.
  const frameBytes = Math.round(sampleRate / 50) * (encoding === "mulaw" ? 1 : 2);
  for (let at = 0; at < samples.length; at += frameBytes) {
    await session.sendAudio(samples.subarray(at, at + frameBytes));
    await pause(20);
  }
  const reply = await heard;
  await writeFile(answer, wavOf(reply, session.outputFormat));
  console.log(`${backend.provider}: sent ${samples.length} bytes, heard ${reply.length} bytes`);
} finally {
  await backend.stop();
}

/** Listens until there has been no sound for two seconds. */
async function listen(session) {
  const frames = [];
  const silence = setTimeout(() => session.close(), 2000);
  for await (const frame of session.receiveAudio()) {
    frames.push(frame);
    if (isSound(frame, session.outputFormat)) silence.refresh();
  }
  clearTimeout(silence);
  return Buffer.concat(frames);
}

/** WebRTC sends silence too. */
function isSound(frame, { encoding }) {
  if (encoding === "mulaw") return true;
  const samples = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  for (let at = 0; at + 1 < samples.length; at += 2) if (Math.abs(samples.readInt16LE(at)) > 500) return true;
  return false;
}

/** The audio of a WAV file, which has to be in the format that the vendor takes. */
function samplesOf(wav, { encoding, sampleRate }) {
  if (wav.toString("latin1", 0, 4) !== "RIFF" || wav.readUInt32LE(24) !== sampleRate) {
    throw new Error(`${question} has to be a WAV file of ${sampleRate} samples a second (${encoding})`);
  }
  const data = wav.indexOf("data", 12, "latin1");
  return wav.subarray(data + 8);
}

function wavOf(samples, { encoding, sampleRate }) {
  const bytes = encoding === "mulaw" ? 1 : 2;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(encoding === "mulaw" ? 7 : 1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * bytes, 28);
  header.writeUInt16LE(bytes, 32);
  header.writeUInt16LE(bytes * 8, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
