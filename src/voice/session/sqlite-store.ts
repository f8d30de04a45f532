import { importSdk } from "../failures.js";
import type { SessionStore, StoredSession } from "./session-store.js";

const CREATE = `create table if not exists voice_sessions (
  id text primary key,
  provider text not null,
  persistence text not null,
  created_at text not null,
  session text not null
)`;

/**
 * A store in an SQLite file, which outlives the process. It is written through before `save` resolves. Needs the package `libsql`.
 *
 * @param file Path of the database; made with its table when absent.
 * @throws VoiceError `sdk_not_installed`.
 */
export async function sqliteStore(file: string): Promise<SessionStore> {
  const { default: Database } = await importSdk(
    "Store",
    "the session store",
    "libsql",
    () => import("libsql"),
  );
  const database = new Database(file);
  // Another process may be writing at this moment.
  database.exec("pragma busy_timeout = 5000");
  database.exec(CREATE);
  const save = database.prepare(
    `insert into voice_sessions (id, provider, persistence, created_at, session) values (?, ?, ?, ?, ?)
     on conflict (id) do update set persistence = excluded.persistence, session = excluded.session`,
  );
  const load = database.prepare("select session from voice_sessions where id = ?");
  const active = database.prepare(
    "select session from voice_sessions where provider = ? and persistence = 'active' order by created_at, id",
  );
  const remove = database.prepare("delete from voice_sessions where id = ?");
  return {
    async save(session) {
      const { id, provider, persistence, createdAt } = session;
      save.run(id, provider, persistence, createdAt, JSON.stringify(session));
    },
    async load(id) {
      const row = load.get(id) as { readonly session: string } | undefined;
      return row === undefined ? undefined : read(row);
    },
    async listActive(provider) {
      return (active.all(provider) as { readonly session: string }[]).map(read);
    },
    async delete(id) {
      remove.run(id);
    },
    async close() {
      database.close();
    },
  };
}

function read({ session }: { readonly session: string }): StoredSession {
  return JSON.parse(session) as StoredSession;
}
