import { AsyncQueue } from "../async-queue.js";
import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { VoiceError } from "../voice-error.js";
import type { RoomMedia } from "./room-media.js";
import { RoomService } from "./room-service.js";
import { useRtc } from "./rtc-runtime.js";
import { type LivekitConfig, livekitFormat } from "./settings.js";

/** Statuses with which the server refuses to make a room. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([400, 401, 403, 404, 429]);

/** Rooms of a LiveKit server. */
export class LivekitTransport implements VoiceTransport {
  readonly #config: LivekitConfig;
  readonly #rooms: RoomService;
  /** By room, the last attempt to open a session in it: attempts at one session share the room. */
  readonly #attempts: Map<string, symbol> = new Map();
  /** The WebRTC package, from the first session to the end. */
  #using: ReturnType<typeof useRtc> | undefined;

  constructor(config: LivekitConfig, timeoutMs: number) {
    this.#config = config;
    this.#rooms = new RoomService(config, timeoutMs);
  }

  async probe(): Promise<TransportHealth> {
    await this.#rooms.check();
    return { warnings: [] };
  }

  async open(request: TransportRequest): Promise<TransportSession> {
    const { room_name } = this.#config;
    const room = room_name ?? `room-${request.sessionId}`;
    const attempt = Symbol(room);
    this.#attempts.set(room, attempt);
    try {
      await this.#rooms.createRoom(room, JSON.stringify({ session_id: request.sessionId }));
      request.signal.throwIfAborted();
      return await this.#join(room, request);
    } catch (error) {
      // A room that others may be using stays, and one that a later attempt has found.
      const isOurs = room_name === undefined && (this.#attempts.get(room) ?? attempt) === attempt;
      if (isOurs && mayHaveRoom(error)) await this.#rooms.deleteRoom(room).catch(() => {});
      if (this.#attempts.get(room) === attempt) this.#attempts.delete(room);
      throw error;
    }
  }

  /** The room outlives a process that held it, for as long as the server keeps it. */
  async recover(room: string, request: TransportRequest): Promise<TransportSession | undefined> {
    return (await this.#rooms.hasRoom(room)) ? await this.#join(room, request) : undefined;
  }

  async dispose(): Promise<void> {
    const using = this.#using;
    this.#using = undefined;
    await (await using?.catch(() => undefined))?.release();
  }

  async #join(room: string, request: TransportRequest): Promise<TransportSession> {
    const { sessionId, userId, signal } = request;
    const metadata = JSON.stringify({ session_id: sessionId });
    const token = await this.#rooms.token({ room, identity: userId, metadata });
    const media = this.#config.media === "none" ? undefined : await this.#media(room, sessionId, signal);
    const format = livekitFormat(this.#config);
    const events = media?.events ?? new AsyncQueue<TransportEvent>();
    let closing: Promise<void> | undefined;
    return {
      remoteId: room,
      input: format,
      output: format,
      join: { url: this.#rooms.joinUrl, token, room },
      events,
      send: media === undefined ? noMedia : (frame) => media.send(frame),
      clear: async () => media?.clear(),
      close: () => {
        events.end();
        closing ??= this.#leave(room, userId, media);
        return closing;
      },
    };
  }

  async #media(room: string, sessionId: string, signal: AbortSignal): Promise<RoomMedia> {
    const token = await this.#rooms.token({ room, identity: `agent-${sessionId}`, isAgent: true });
    const { joinRoom } = await import("./room-media.js");
    this.#using ??= useRtc();
    const { rtc } = await this.#using.catch((error) => {
      this.#using = undefined;
      throw error;
    });
    return await joinRoom(rtc, {
      url: this.#rooms.joinUrl,
      token,
      format: livekitFormat(this.#config),
      signal,
    });
  }

  async #leave(room: string, userId: string, media: RoomMedia | undefined): Promise<void> {
    this.#attempts.delete(room);
    await media?.close().catch(() => {});
    if (this.#config.room_name === undefined) await this.#rooms.deleteRoom(room);
    else await this.#rooms.removeParticipant(room, userId);
  }
}

/** Whether the server may have made the room although the attempt failed: it has not where it refused the caller. */
function mayHaveRoom(error: unknown): boolean {
  const { code } = VoiceError.isInstance(error) ? error : {};
  return code !== "sdk_not_installed" && !(VoiceError.isInstance(error) && REFUSALS.has(error.status));
}

async function noMedia(): Promise<never> {
  const message = "this process has not joined the room (media: none)";
  throw new VoiceError("SendAudio", "session_not_active", message, { retryable: false });
}
