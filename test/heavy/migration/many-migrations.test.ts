import { describe, expect, test } from "vitest";
import { hasPostgres } from "../../support/postgres.js";
import { usePostgres } from "../../support/postgres-project.js";

describe.runIf(hasPostgres())("the raw engine on PostgreSQL", () => {
  const db = usePostgres();

  test("a thousand migrations", async () => {
    for (let index = 1000; index < 2000; index++) {
      db.project.write(`${index}.sql`, `create table t${index}();`);
    }
    expect((await db.project.run()).done).toHaveLength(1000);
    expect((await db.project.states()).every((state) => state.endsWith(" applied"))).toBe(true);
  });
});
