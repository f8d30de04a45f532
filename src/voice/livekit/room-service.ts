import type { RoomServiceClient } from "livekit-server-sdk";
import { httpFailure, importSdk, networkFailure, notJson } from "../failures.js";
import { VoiceError } from "../voice-error.js";
import { hostOf } from "../websocket/vendor-socket.js";
import { joinUrl, type LivekitConfig, requestUrl, seconds } from "./settings.js";

type Sdk = typeof import("livekit-server-sdk");

/** Who a token lets into a room. */
export interface TokenRequest {
  readonly room: string;
  readonly identity: string;
  readonly metadata?: string;
  /** An agent's token is marked as one, so that clients can tell. */
  readonly isAgent?: boolean;
}

/** LiveKit's room service and tokens, with this provider's config and errors. */
export class RoomService {
  readonly #config: LivekitConfig;
  readonly #timeoutMs: number;
  #loading: Promise<{ readonly sdk: Sdk; readonly client: RoomServiceClient }> | undefined;

  /** @param timeoutMs Of a request. The SDK's requests cannot be given up otherwise. */
  constructor(config: LivekitConfig, timeoutMs: number) {
    this.#config = config;
    this.#timeoutMs = timeoutMs;
  }

  /** Lists rooms: proves that the server can be reached and knows key and secret. */
  async check(): Promise<void> {
    await this.#request("HealthCheck", ({ client }) => client.listRooms());
  }

  /** Makes a room, or finds the one of that name: a second call does no harm. */
  async createRoom(name: string, metadata: string): Promise<void> {
    const { empty_timeout, max_participants, agent_name } = this.#config;
    await this.#request("CreateSession", ({ sdk, client }) =>
      client.createRoom({
        name,
        metadata,
        emptyTimeout: seconds(empty_timeout, 300),
        ...(max_participants !== undefined && { maxParticipants: max_participants }),
        ...(agent_name !== undefined && { agents: [new sdk.RoomAgentDispatch({ agentName: agent_name })] }),
      }),
    );
  }

  async hasRoom(name: string): Promise<boolean> {
    const rooms = await this.#request("Recover", ({ client }) => client.listRooms([name]));
    return rooms.some((room) => room.name === name);
  }

  /** Sends everybody out. A room that is gone already is as good. */
  async deleteRoom(name: string): Promise<void> {
    await this.#request("CloseSession", ({ client }) => client.deleteRoom(name)).catch(unlessGone);
  }

  /** Sends one person out of a room that others go on using. */
  async removeParticipant(room: string, identity: string): Promise<void> {
    await this.#request("CloseSession", ({ client }) => client.removeParticipant(room, identity)).catch(
      unlessGone,
    );
  }

  /** A credential for one person and one room; made here, without asking the server. */
  async token({ room, identity, metadata, isAgent }: TokenRequest): Promise<string> {
    const { sdk } = await this.#load("CreateSession");
    const { api_key, api_secret, token_ttl } = this.#config;
    const token = new sdk.AccessToken(api_key, api_secret, {
      identity,
      ttl: seconds(token_ttl, 24 * 3600),
      ...(metadata !== undefined && { metadata }),
    });
    token.addGrant({
      room,
      roomJoin: true,
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      ...(isAgent && { agent: true }),
    });
    return await token.toJwt();
  }

  get joinUrl(): string {
    return joinUrl(this.#config);
  }

  async #request<Answer>(
    operation: string,
    send: (loaded: { readonly sdk: Sdk; readonly client: RoomServiceClient }) => Promise<Answer>,
  ): Promise<Answer> {
    const loaded = await this.#load(operation);
    try {
      return await send(loaded);
    } catch (error) {
      throw this.#failure(operation, error, loaded.sdk);
    }
  }

  #failure(operation: string, error: unknown, sdk: Sdk): VoiceError {
    const host = hostOf(requestUrl(this.#config));
    if (error instanceof SyntaxError) return notJson(operation, host, error);
    if (!(error instanceof sdk.ServerError)) return networkFailure(operation, host, error);
    return httpFailure({ operation, status: error.status, message: error.message, cause: error });
  }

  async #load(operation: string): Promise<{ readonly sdk: Sdk; readonly client: RoomServiceClient }> {
    this.#loading ??= importSdk(
      operation,
      "voice backend livekit",
      "livekit-server-sdk",
      () => import("livekit-server-sdk"),
    ).then((sdk) => {
      const { api_key, api_secret } = this.#config;
      // Retries are the backend's.
      const options = { failover: false, requestTimeout: this.#timeoutMs / 1000 };
      return {
        sdk,
        client: new sdk.RoomServiceClient(requestUrl(this.#config), api_key, api_secret, options),
      };
    });
    try {
      return await this.#loading;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }
}

function unlessGone(error: unknown): void {
  if (!(VoiceError.isInstance(error) && error.status === 404)) throw error;
}
