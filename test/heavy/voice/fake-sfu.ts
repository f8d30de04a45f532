import { createRequire } from "node:module";
import {
  DisconnectReason,
  JoinResponse,
  LeaveRequest,
  LeaveRequest_Action,
  ParticipantInfo,
  SignalRequest,
  SignalResponse,
  TrackInfo,
  TrackType,
} from "@livekit/protocol";
import type * as Wrtc from "@roamhq/wrtc";
import type { WebSocket } from "ws";

// The package is CommonJS without named exports that Node could see.
const wrtc: typeof Wrtc = createRequire(import.meta.url)("@roamhq/wrtc");
const { RTCPeerConnection, nonstandard } = wrtc;

const PARTICIPANT = "PA_echo";
const TRACK = "TR_echo";
/** Which of a client's two connections a candidate belongs to. */
const PUBLISHER = 0;
const SUBSCRIBER = 1;

/**
 * The media side of a room: one other participant who gives back what they hear. It speaks LiveKit's signalling over a WebSocket and
 * real WebRTC to the client, both connections of it.
 */
export class FakeSfu {
  readonly #socket: WebSocket;
  readonly #publisher: Wrtc.RTCPeerConnection = new RTCPeerConnection();
  readonly #subscriber: Wrtc.RTCPeerConnection = new RTCPeerConnection();
  readonly #echo = new nonstandard.RTCAudioSource();
  #sink: { stop(): void } | undefined;
  /** Samples that have come from the client. */
  heardSamples = 0;

  constructor(socket: WebSocket, room: string, identity: string) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => void this.#take(SignalRequest.fromBinary(data)));
    socket.on("close", () => this.close());
    for (const [target, connection] of [
      [PUBLISHER, this.#publisher],
      [SUBSCRIBER, this.#subscriber],
    ] as const) {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) return;
        this.#send("trickle", { candidateInit: JSON.stringify(candidate.toJSON()), target, final: false });
      };
    }
    this.#publisher.ontrack = ({ track }) => this.#listen(track);
    this.#join(room, identity);
    void this.#offer();
  }

  close(): void {
    this.#sink?.stop();
    this.#publisher.close();
    this.#subscriber.close();
  }

  /** Sends the client out, for good. */
  sendOut(why: "deleted" | "shutdown"): void {
    const reason = why === "deleted" ? DisconnectReason.ROOM_DELETED : DisconnectReason.SERVER_SHUTDOWN;
    this.#send("leave", new LeaveRequest({ reason, action: LeaveRequest_Action.DISCONNECT }));
  }

  #join(room: string, identity: string): void {
    const tracks = [new TrackInfo({ sid: TRACK, type: TrackType.AUDIO, name: "echo" })];
    const join = new JoinResponse({
      room: { sid: `RM_${room}`, name: room },
      participant: new ParticipantInfo({ sid: "PA_client", identity, state: 1 }),
      otherParticipants: [new ParticipantInfo({ sid: PARTICIPANT, identity: "echo", state: 2, tracks })],
      serverVersion: "1.9.0",
      subscriberPrimary: true,
      pingInterval: 10,
      pingTimeout: 30,
    });
    this.#send("join", join);
  }

  /** Offers the echo, as a LiveKit server does: it names participant and track in the id of the stream. */
  async #offer(): Promise<void> {
    this.#subscriber.createDataChannel("_reliable", { ordered: true });
    this.#subscriber.createDataChannel("_lossy", { ordered: false, maxRetransmits: 0 });
    const track = this.#echo.createTrack();
    this.#subscriber.addTrack(track, new wrtc.MediaStream());
    const offer = await this.#subscriber.createOffer();
    await this.#subscriber.setLocalDescription(offer);
    const sdp = (offer.sdp ?? "").replace(
      /^(a=msid:|a=ssrc:\d+ msid:)\S+ \S+/gm,
      `$1${PARTICIPANT}|${TRACK} ${TRACK}`,
    );
    this.#send("offer", { type: "offer", sdp });
  }

  async #take({ message }: SignalRequest): Promise<void> {
    switch (message.case) {
      case "answer":
        await this.#subscriber.setRemoteDescription({ type: "answer", sdp: message.value.sdp });
        break;
      case "offer": {
        await this.#publisher.setRemoteDescription({ type: "offer", sdp: message.value.sdp });
        const answer = await this.#publisher.createAnswer();
        await this.#publisher.setLocalDescription(answer);
        this.#send("answer", { type: "answer", sdp: answer.sdp ?? "" });
        break;
      }
      case "trickle": {
        const candidate = JSON.parse(message.value.candidateInit) as RTCIceCandidateInit;
        const connection = message.value.target === SUBSCRIBER ? this.#subscriber : this.#publisher;
        await connection.addIceCandidate(candidate).catch(() => {});
        break;
      }
      case "addTrack": {
        const { cid, name, type } = message.value;
        this.#send("trackPublished", { cid, track: new TrackInfo({ sid: "TR_client", name, type }) });
        break;
      }
      case "pingReq":
        this.#send("pongResp", { lastPingTimestamp: message.value.timestamp, timestamp: BigInt(Date.now()) });
        break;
      case "leave":
        this.#socket.close(1000);
        break;
    }
  }

  #listen(track: Wrtc.MediaStreamTrack): void {
    const sink = new nonstandard.RTCAudioSink(track);
    this.#sink = sink;
    sink.ondata = (data: Wrtc.nonstandard.RTCAudioData) => {
      this.heardSamples += data.samples.length;
      this.#echo.onData(data);
    };
  }

  #send(name: string, value: unknown): void {
    const message = { case: name, value } as unknown as SignalResponse["message"];
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(new SignalResponse({ message }).toBinary());
    }
  }
}
