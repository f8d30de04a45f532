import type { VoiceBackend, VoiceBackendOptions } from "../../../src/voice/backend.js";
import cartesia from "../../../src/voice/cartesia/index.js";
import livekit from "../../../src/voice/livekit/index.js";
import pipecat from "../../../src/voice/pipecat/index.js";
import vapi from "../../../src/voice/vapi/index.js";
import vocode from "../../../src/voice/vocode/index.js";
import { FakeCartesia } from "../fakes/fake-cartesia.js";
import { FakeLivekit } from "../fakes/fake-livekit.js";
import { FakePipecat } from "../fakes/fake-pipecat.js";
import { FakeVapi } from "../fakes/fake-vapi.js";
import { FakeVocode } from "../fakes/fake-vocode.js";
import type { LoopbackServer } from "../fakes/loopback-server.js";

/** One vendor with its strict server, as far as all of them are alike. */
export interface VendorCase {
  readonly server: LoopbackServer;
  readonly create: (options?: VoiceBackendOptions) => VoiceBackend;
  /** How many sessions the vendor still holds. */
  readonly held: () => number;
  /** The vendor's end of the last session. */
  readonly socket?: () => { close(code: number): void; terminate(): void; send(data: string | Buffer): void };
}

/** What is the same for every case of a vendor. */
export interface VendorTraits {
  readonly open: () => Promise<VendorCase>;
  /** The request of `start`; absent where it proves nothing but that somebody listens. */
  readonly probe?: string;
  /** The request that makes a session. */
  readonly make: string;
  /** Whether that request makes something each time, so that it is not repeated when its outcome is unknown. */
  readonly makesOnce: boolean;
  /** Whether the vendor's SDK shows `Retry-After`. */
  readonly showsRetryAfter: boolean;
  /** A message that the protocol does not know. */
  readonly malformed?: string | Buffer;
}

const phone = { from_number: "+15550100", to_number: "+15550101", agent: "agent-1" };

export const vendors: Readonly<Record<string, VendorTraits>> = {
  cartesia: {
    probe: "GET /agents/",
    make: "UPGRADE",
    makesOnce: false,
    showsRetryAfter: true,
    malformed: "{",
    async open() {
      const fake = new FakeCartesia();
      const server = await fake.server.listen();
      const config = { api_key: fake.key, api_url: server.url, agent_id: fake.agentId };
      return {
        server,
        create: (options) => cartesia.create(config, options),
        held: () => fake.sessions.filter(({ ended }) => !ended).length,
        socket: () => last(fake.sessions).socket,
      };
    },
  },
  livekit: {
    probe: "POST /twirp/livekit.RoomService/ListRooms",
    make: "POST /twirp/livekit.RoomService/CreateRoom",
    makesOnce: false,
    showsRetryAfter: false,
    async open() {
      const fake = new FakeLivekit();
      const server = await fake.server.listen();
      const config = { url: server.url, api_key: fake.key, api_secret: fake.secret, media: "none" } as const;
      return {
        server,
        create: (options) => livekit.create(config, options),
        held: () => fake.rooms.size,
      };
    },
  },
  pipecat: {
    probe: "GET /status",
    make: "POST /start",
    makesOnce: true,
    showsRetryAfter: true,
    malformed: Buffer.from([0xff, 0xff, 0x01]),
    async open() {
      const fake = new FakePipecat();
      const server = await fake.server.listen();
      return {
        server,
        create: (options) => pipecat.create({ url: server.url }, options),
        held: () => [...fake.bots.values()].filter(({ ended }) => !ended).length,
        socket: () => last([...fake.bots.values()]).socket ?? missing(),
      };
    },
  },
  vapi: {
    probe: "GET /call?limit=1",
    make: "POST /call",
    makesOnce: true,
    showsRetryAfter: true,
    malformed: "{",
    async open() {
      const fake = new FakeVapi();
      const server = await fake.server.listen();
      const config = { api_key: fake.key, api_url: server.url, assistant_id: "assistant" };
      return {
        server,
        create: (options) => vapi.create(config, options),
        held: () => [...fake.calls.values()].filter(({ status }) => status !== "ended").length,
        socket: () => last([...fake.calls.values()]).socket ?? missing(),
      };
    },
  },
  vocode: {
    make: "UPGRADE",
    makesOnce: false,
    showsRetryAfter: true,
    malformed: "{",
    async open() {
      const fake = new FakeVocode();
      const server = await fake.server.listen();
      return {
        server,
        create: (options) => vocode.create({ url: fake.socketUrl }, options),
        held: () => fake.conversations.filter(({ ended }) => !ended).length,
        socket: () => last(fake.conversations).socket,
      };
    },
  },
  "vocode, by phone": {
    probe: "GET /v1/usage",
    make: "POST /v1/calls/create",
    makesOnce: true,
    showsRetryAfter: true,
    async open() {
      const fake = new FakeVocode();
      const server = await fake.server.listen();
      const config = { api_url: server.url, api_key: fake.key, phone };
      return {
        server,
        create: (options) => vocode.create(config, options),
        held: () => [...fake.calls.values()].filter(({ status }) => status !== "ended").length,
      };
    },
  },
};

function last<Item>(items: readonly Item[]): Item {
  return items.at(-1) ?? missing();
}

function missing(): never {
  throw new Error("the vendor has no session");
}
