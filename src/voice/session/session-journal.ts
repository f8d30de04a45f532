import type { OngoingSession } from "./session-context.js";
import type { SessionStore, StoredSession } from "./session-store.js";

/**
 * Writes a backend's sessions down, per session in the order in which things happened to it: a slow write of its beginning cannot
 * undo the note of its end. A store that fails is reported and ends nothing.
 */
export class SessionJournal {
  readonly #store: SessionStore;
  readonly #provider: string;
  readonly #report: (error: unknown) => void;
  /** The last write of each session that is under way. */
  readonly #writes: Map<string, Promise<void>> = new Map();

  constructor(store: SessionStore, provider: string, report: (error: unknown) => void) {
    this.#store = store;
    this.#provider = provider;
    this.#report = report;
  }

  /** The sessions that an earlier process has left. */
  async left(): Promise<readonly StoredSession[]> {
    try {
      return await this.#store.listActive(this.#provider);
    } catch (error) {
      this.#report(error);
      return [];
    }
  }

  save(session: OngoingSession): Promise<void> {
    return this.#write(session.id, () => this.#store.save(this.#stored(session)));
  }

  forget(id: string): Promise<void> {
    return this.#write(id, () => this.#store.delete(id));
  }

  /** Notes the end of a session: keeps the one that is to be kept. */
  end(session: OngoingSession): Promise<void> {
    return session.persistence === "active" ? this.save(session) : this.forget(session.id);
  }

  #write(id: string, action: () => Promise<void>): Promise<void> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const write = before.then(action).catch((error) => this.#report(error));
    this.#writes.set(id, write);
    void write.then(() => {
      if (this.#writes.get(id) === write) this.#writes.delete(id);
    });
    return write;
  }

  #stored(session: OngoingSession): StoredSession {
    const { id, remoteId, userId, persistence, metadata, createdAt, lastActivity } = session;
    return { id, provider: this.#provider, remoteId, userId, persistence, metadata, createdAt, lastActivity };
  }
}
