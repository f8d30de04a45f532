import { randomUUID } from "node:crypto";
import { AsyncQueue } from "../../../src/voice/async-queue.js";
import type { VoiceBackend, VoiceBackendOptions } from "../../../src/voice/backend.js";
import { defineVoiceBackend } from "../../../src/voice/define-voice-backend.js";
import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../../../src/voice/transport.js";

const FORMAT = { encoding: "pcm_s16le", sampleRate: 16_000 } as const;

/** The far end of a session on an {@link InMemoryTransport}. */
export class InMemorySession implements TransportSession {
  readonly remoteId: string = randomUUID();
  readonly input: typeof FORMAT = FORMAT;
  readonly output: typeof FORMAT = FORMAT;
  readonly events: AsyncQueue<TransportEvent> = new AsyncQueue();
  readonly request: TransportRequest;
  sentBytes = 0;
  cleared = 0;
  closes = 0;

  constructor(request: TransportRequest) {
    this.request = request;
  }

  /** Lets our side hear something. */
  hear(frame: Uint8Array): void {
    this.events.push({ type: "audio", frame });
  }
  async send(frame: Uint8Array): Promise<void> {
    this.sentBytes += frame.byteLength;
  }
  async clear(): Promise<void> {
    this.cleared++;
  }
  async close(): Promise<void> {
    this.closes++;
    this.events.end();
  }
}

/** A transport without a vendor, for what is the same for all vendors. */
export class InMemoryTransport implements VoiceTransport {
  readonly sessions: InMemorySession[] = [];
  probes = 0;
  disposed = 0;
  onProbe: (signal: AbortSignal) => Promise<TransportHealth> = async () => ({ warnings: [] });
  onOpen: (request: TransportRequest) => Promise<void> = async () => {};
  onRecover: (remoteId: string) => Promise<void> = async () => {};
  /** Ids that a later process still finds. */
  readonly remembered: Set<string> = new Set();

  get last(): InMemorySession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error("no session was opened");
    return session;
  }

  async probe(signal: AbortSignal): Promise<TransportHealth> {
    this.probes++;
    return await this.onProbe(signal);
  }
  async open(request: TransportRequest): Promise<TransportSession> {
    await this.onOpen(request);
    const session = new InMemorySession(request);
    this.sessions.push(session);
    return session;
  }
  async recover(remoteId: string, request: TransportRequest): Promise<TransportSession | undefined> {
    await this.onRecover(remoteId);
    return this.remembered.has(remoteId) ? await this.open(request) : undefined;
  }
  async dispose(): Promise<void> {
    this.disposed++;
  }
}

export function inMemoryBackend(transport: VoiceTransport, options: VoiceBackendOptions = {}): VoiceBackend {
  return defineVoiceBackend({ id: "memory", transport: () => transport }).create({}, options);
}
