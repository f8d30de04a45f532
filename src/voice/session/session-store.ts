/** What is written down of a session, so that a later process can find it. No credential is in it. */
export interface StoredSession {
  readonly id: string;
  /** Id of the provider. */
  readonly provider: string;
  readonly remoteId: string;
  readonly userId: string;
  readonly persistence: "active" | "completed";
  /** Must survive `JSON.stringify`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly lastActivity: string;
}

/** Where active sessions are kept. Rejections end up in the backend's `onError`; they do not end a session. */
export interface SessionStore {
  save(session: StoredSession): Promise<void>;
  load(id: string): Promise<StoredSession | undefined>;
  /** The active sessions of a provider, oldest first. */
  listActive(provider: string): Promise<readonly StoredSession[]>;
  delete(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A store that ends with the process. */
export function memoryStore(): SessionStore {
  const sessions = new Map<string, StoredSession>();
  return {
    async save(session) {
      sessions.set(session.id, session);
    },
    async load(id) {
      return sessions.get(id);
    },
    async listActive(provider) {
      return [...sessions.values()].filter(
        (session) => session.provider === provider && session.persistence === "active",
      );
    },
    async delete(id) {
      sessions.delete(id);
    },
    async close() {
      sessions.clear();
    },
  };
}
