import type { Room } from "@livekit/rtc-node";
import { AsyncQueue } from "../async-queue.js";
import type { AudioFormat, AudioFrame } from "../audio.js";
import type { TransportEvent } from "../transport.js";
import { VoiceError } from "../voice-error.js";

type Rtc = typeof import("@livekit/rtc-node");

/** Our side's place in a room: one track that we publish, and the audio of everybody else. */
export interface RoomMedia {
  readonly events: AsyncQueue<TransportEvent>;
  send(frame: AudioFrame): Promise<void>;
  clear(): void;
  close(): Promise<void>;
}

export interface JoinRequest {
  readonly url: string;
  readonly token: string;
  readonly format: AudioFormat;
  readonly signal: AbortSignal;
}

/** How much audio waits in the library before `send` waits, in milliseconds. */
const QUEUE_MS = 200;

/**
 * Joins a room by WebRTC.
 *
 * @throws VoiceError `authentication_failed`, `connection_failed`; the signal's reason.
 */
export async function joinRoom(rtc: Rtc, { url, token, format, signal }: JoinRequest): Promise<RoomMedia> {
  const { sampleRate } = format;
  const room = new rtc.Room();
  const source = new rtc.AudioSource(sampleRate, 1, QUEUE_MS);
  const events = new AsyncQueue<TransportEvent>();
  const readers = new Set<ReadableStreamDefaultReader<{ readonly data: Int16Array }>>();
  room.on(rtc.RoomEvent.TrackSubscribed, (track) => {
    if (track.kind !== rtc.TrackKind.KIND_AUDIO) return;
    const reader = new rtc.AudioStream(track, { sampleRate, numChannels: 1 }).getReader();
    readers.add(reader);
    void forward(reader, events)
      // A track that breaks off is one voice less; whether the room is lost, the room says.
      .catch(() => {})
      .finally(() => readers.delete(reader));
  });
  room.on(rtc.RoomEvent.Disconnected, (reason) => {
    const { CLIENT_INITIATED, PARTICIPANT_REMOVED, ROOM_CLOSED, ROOM_DELETED } = rtc.DisconnectReason;
    const isInOrder = [CLIENT_INITIATED, PARTICIPANT_REMOVED, ROOM_CLOSED, ROOM_DELETED].includes(reason);
    events.end(isInOrder ? undefined : lost(rtc.DisconnectReason[reason]));
  });
  const close = async (): Promise<void> => {
    events.end();
    await Promise.all([...readers].map((reader) => reader.cancel().catch(() => {})));
    await room.disconnect();
    await source.close();
  };
  try {
    await connect(room, url, token, signal);
    const track = rtc.LocalAudioTrack.createAudioTrack("voice", source);
    const options = new rtc.TrackPublishOptions({ source: rtc.TrackSource.SOURCE_MICROPHONE });
    await room.localParticipant?.publishTrack(track, options);
  } catch (error) {
    await close().catch(() => {});
    throw signal.aborted ? signal.reason : connectFailure(error);
  }
  return {
    events,
    async send(frame) {
      const samples = toSamples(frame);
      await source.captureFrame(new rtc.AudioFrame(samples, sampleRate, 1, samples.length));
    },
    clear: () => source.clearQueue(),
    close,
  };
}

async function connect(room: Room, url: string, token: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  signal.throwIfAborted();
}

async function forward(
  reader: ReadableStreamDefaultReader<{ readonly data: Int16Array }>,
  events: AsyncQueue<TransportEvent>,
): Promise<void> {
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    const { buffer, byteOffset, byteLength } = value.data;
    await events.room();
    events.push({ type: "audio", frame: new Uint8Array(buffer, byteOffset, byteLength) });
  }
}

/** A copy: the library reads the memory behind an array from its beginning, wherever the array begins. */
function toSamples(frame: AudioFrame): Int16Array {
  return new Int16Array(new Uint8Array(frame).buffer);
}

function lost(reason = "UNKNOWN_REASON"): VoiceError {
  return new VoiceError("Session", "connection_failed", `livekit closed the connection (${reason})`);
}

function connectFailure(error: unknown): VoiceError {
  if (VoiceError.isInstance(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const isRefused = /\b401\b|unauthorized/i.test(text);
  return new VoiceError(
    "CreateSession",
    isRefused ? "authentication_failed" : "connection_failed",
    isRefused ? "the server did not accept the token" : "cannot join the room by WebRTC",
    { cause: error },
  );
}
