import type { Database } from "../database/database.js";
import { findNamedTable, quoteTable } from "../database/tables.js";
import type { KnexTables } from "./settings.js";

/**
 * The batch of a run. knex numbers each call, and we call it for each migration; but `knex migrate:rollback` is to take
 * back the whole run, as it does after `knex migrate:latest`.
 */
export class RunBatch {
  readonly #database: Database;
  readonly #tables: KnexTables;
  #number: number | undefined;

  constructor(database: Database, tables: KnexTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** Gives a migration that knex has just recorded the number of the run's first one. */
  async join(name: string): Promise<void> {
    const { schema, table } = this.#tables;
    const found = await findNamedTable(this.#database, { schema, table });
    if (found === undefined) return;
    const { placeholder } = this.#database.dialect;
    const fullName = quoteTable(this.#database, found);
    if (this.#number === undefined) {
      const [row] = await this.#database.query(
        `select batch from ${fullName} where name = ${placeholder(1)}`,
        [name],
      );
      this.#number = row === undefined ? undefined : Number(row.batch);
      return;
    }
    const statement = `update ${fullName} set batch = ${placeholder(1)} where name = ${placeholder(2)}`;
    await this.#database.change(statement, [this.#number, name]);
  }
}
