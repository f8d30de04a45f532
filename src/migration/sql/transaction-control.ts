import type { SqlStatement } from "./sql-statements.js";

/** The words of a statement that begins or ends a transaction, such as `COMMIT`; undefined for all others. */
export function transactionControl({ words }: SqlStatement): string | undefined {
  const [first, second, third] = words;
  switch (first) {
    case "BEGIN":
      // MariaDB's block outside of a routine.
      return second === "NOT" ? undefined : first;
    case "COMMIT":
    case "END":
    case "ABORT":
      return first;
    case "START":
    case "PREPARE":
      return second === "TRANSACTION" ? `${first} TRANSACTION` : undefined;
    case "ROLLBACK":
      // To a savepoint, it ends nothing.
      return [second, third].includes("TO") ? undefined : first;
    default:
      return undefined;
  }
}
