import type { SentSql } from "../database/execution-error.js";
import { MigrationError } from "../migration-error.js";
import { lineAt } from "../sql/line-at.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { transactionControl } from "../sql/transaction-control.js";

/**
 * Refuses a text that begins or ends a transaction: a `commit` in it would end the one in which it runs with its record,
 * and leave a later failure half applied and unseen.
 *
 * @param what it is, with its article: `a migration`.
 * @throws MigrationError `invalid_file`.
 */
export function refuseTransactionControl(
  { file, text, offset, sent }: Omit<SentSql, "id">,
  flavor: SqlFlavor,
  what: string,
): void {
  for (const statement of splitStatements(sent, flavor)) {
    const control = transactionControl(statement);
    if (control === undefined) continue;
    throw new MigrationError(
      "invalid_file",
      `${file}:${lineAt(text, offset + statement.start)}: ${control} in ${what}, which runs in a transaction of its own; remove it`,
    );
  }
}
