import { decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import type { WebSocket } from "ws";
import { type Answer, bearerOf, demand, LoopbackServer, type SeenRequest } from "./loopback-server.js";

/** The request fields of the room service, written down from LiveKit's protocol; others are refused. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ListRooms: ["names"],
  CreateRoom: ["name", "emptyTimeout", "departureTimeout", "maxParticipants", "metadata", "agents", "nodeId"],
  DeleteRoom: ["room"],
  RemoveParticipant: ["room", "identity", "revokeTokenTs"],
};

interface VideoGrant {
  readonly roomCreate?: boolean;
  readonly roomList?: boolean;
  readonly roomAdmin?: boolean;
  readonly roomJoin?: boolean;
  readonly room?: string;
}

export interface FakeLivekitOptions {
  /** Takes over the signalling of somebody who joins a room. Default: nobody can join. */
  readonly onRoom?: (socket: WebSocket, room: string, identity: string) => void;
}

/** LiveKit's room service as a real server answers: Twirp in JSON, tokens checked by another library than the SDK's. */
export class FakeLivekit {
  readonly key = "APIkey";
  readonly secret = "a-secret-of-enough-bytes-for-hs256";
  readonly rooms: Map<
    string,
    { readonly name: string; readonly agents: unknown; readonly metadata: unknown }
  > = new Map();
  readonly removed: string[] = [];
  /** Refuses everybody who wants to join. */
  refuseToJoin = false;
  readonly server: LoopbackServer;

  constructor({ onRoom }: FakeLivekitOptions = {}) {
    this.server = new LoopbackServer({
      http: (request, url) => this.#http(request, url),
      upgrade: ({ headers }, url) => {
        // The newer path, which older servers do not have; clients go on with the older one.
        if (url.pathname !== "/rtc" || onRoom === undefined) return { refuse: { status: 404 } };
        if (this.refuseToJoin) return { refuse: { status: 401 } };
        const token = bearerOf(headers) ?? url.searchParams.get("access_token") ?? "";
        const { sub = "", video } = decodeJwt(token) as JWTPayload & { readonly video?: VideoGrant };
        void this.payload(token).catch((error: Error) => this.server.violation(`token: ${error.message}`));
        if (!video?.roomJoin || !this.rooms.has(video.room ?? "")) return { refuse: { status: 401 } };
        return (socket) => onRoom(socket, video.room ?? "", sub);
      },
    });
  }

  /** The payload of a token that this server would accept. */
  async payload(token: string): Promise<JWTPayload & { readonly video?: VideoGrant }> {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(this.secret), {
      algorithms: ["HS256"],
      issuer: this.key,
      requiredClaims: ["exp", "iss"],
    });
    return payload;
  }

  async #http(request: SeenRequest, url: URL): Promise<Answer> {
    const { method, headers, body } = request;
    if (method === "GET" && url.pathname === "/") return { status: 200, text: "OK" };
    // What a client asks after its WebSocket was refused, to know why.
    if (method === "GET" && /^\/rtc(\/v1)?\/validate$/.test(url.pathname))
      return { status: 200, text: "success" };
    const name = /^\/twirp\/livekit\.RoomService\/(\w+)$/.exec(url.pathname)?.[1] ?? "";
    demand(method === "POST" && Object.hasOwn(FIELDS, name), `no such route: ${method} ${url.pathname}`);
    demand(/^application\/json(;|$)/.test(headers["content-type"] ?? ""), "content-type");
    const token = bearerOf(headers);
    if (token === undefined) return { status: 401, text: "invalid authorization header" };
    let video: VideoGrant;
    try {
      const { exp, nbf, video: grant } = await this.payload(token);
      demand(
        exp !== undefined && exp * 1000 > Date.now() && exp * 1000 < Date.now() + 3_600_000,
        `exp ${exp}`,
      );
      demand(nbf === undefined || nbf * 1000 <= Date.now() + 1000, `nbf ${nbf}`);
      video = grant ?? {};
    } catch (error) {
      if (error instanceof errors.JOSEError) return { status: 401, text: "invalid token" };
      throw error;
    }
    const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
    const unknown = Object.keys(fields).filter((field) => !FIELDS[name]?.includes(field));
    demand(unknown.length === 0, `${name}: unknown fields ${unknown.join(" ")}`);
    return this.#call(name, fields, video);
  }

  #call(name: string, fields: Readonly<Record<string, unknown>>, video: VideoGrant): Answer {
    const room = String(fields.name ?? fields.room ?? "");
    switch (name) {
      case "ListRooms": {
        if (!video.roomList) return twirpError(401, "unauthenticated", "permissions denied");
        const names = fields.names as readonly string[] | undefined;
        const rooms = [...this.rooms.values()].filter(
          (known) => names === undefined || names.includes(known.name),
        );
        return {
          status: 200,
          body: { rooms: rooms.map((known) => ({ sid: `RM_${known.name}`, name: known.name })) },
        };
      }
      case "CreateRoom":
        if (!video.roomCreate) return twirpError(401, "unauthenticated", "permissions denied");
        demand(room !== "" && room.length <= 256, "a room's name has 1 to 256 characters");
        if (!this.rooms.has(room))
          this.rooms.set(room, { name: room, agents: fields.agents, metadata: fields.metadata });
        return {
          status: 200,
          body: { sid: `RM_${room}`, name: room, creationTime: "1767225600", emptyTimeout: 300 },
        };
      case "DeleteRoom":
        if (!video.roomCreate) return twirpError(401, "unauthenticated", "permissions denied");
        if (!this.rooms.delete(room)) return twirpError(404, "not_found", "requested room does not exist");
        return { status: 200, body: {} };
      default:
        if (!video.roomAdmin || video.room !== room)
          return twirpError(401, "unauthenticated", "permissions denied");
        this.removed.push(`${room}/${String(fields.identity)}`);
        return twirpError(404, "not_found", "participant does not exist");
    }
  }
}

/** The content type is exactly this; with a charset the SDK would lose the code. */
function twirpError(status: number, code: string, msg: string): Answer {
  return { status, body: { code, msg }, headers: { "content-type": "application/json" } };
}
