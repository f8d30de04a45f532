import type { Database } from "../database/database.js";
import type { ConnectionTarget } from "../database/target-kinds.js";

/** `?schema=app` at the end of a URL is Prisma's own; other programs ignore it. Undefined: the search path decides. */
export function schemaOfUrl(target: ConnectionTarget): string | undefined {
  if (target.kind !== "postgres") return undefined;
  const [, query = ""] = target.url.split("?");
  return new URLSearchParams(query).get("schema") || undefined;
}

/** Creates the schema, if one is named and there is none: to create is a right that not every role has. */
export async function createSchema(database: Database, schema: string | undefined): Promise<void> {
  if (schema === undefined) return;
  const found = await database.query("select 1 from pg_catalog.pg_namespace where nspname = $1", [schema]);
  if (found.length > 0) return;
  await database.execute(`create schema if not exists ${database.dialect.quoteIdentifier(schema)}`);
}

/** Makes the schema, if one is named, what unqualified names mean in this session. */
export async function enterSchema(database: Database, schema: string | undefined): Promise<void> {
  if (schema === undefined) return;
  await database.execute(`set search_path to ${database.dialect.quoteIdentifier(schema)}`);
}
