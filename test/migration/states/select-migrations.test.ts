import { describe, expect, test } from "vitest";
import type { AuditRow } from "../../../src/migration/audit/audit-table.js";
import { type MigrationFile, parseMigrationFile } from "../../../src/migration/raw/migration-file.js";
import { type PlanOptions, planMigrations } from "../../../src/migration/raw/planned-migrations.js";
import { mysqlFlavor, postgresFlavor } from "../../../src/migration/sql/sql-flavor.js";
import { migrationStates, type Recorded } from "../../../src/migration/states/migration-states.js";

const DBMATE = "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n";

function files(...names: string[]): MigrationFile[] {
  return names.map((name) => {
    const file = parseMigrationFile(name, /^\d/.test(name) ? DBMATE : "select 1;", postgresFlavor);
    if ("message" in file) throw new Error(file.message);
    return file;
  });
}

function recorded(versions: readonly string[], audit: readonly Partial<AuditRow>[] = []): Recorded {
  const checksum = files("1.sql")[0]?.checksum ?? "";
  const base = {
    file: "?",
    checksum,
    direction: "up",
    state: "applied",
    at: "2026-01-01T00:00:00.000Z",
  } as const;
  const rows = audit.map((row): AuditRow => ({ ...base, version: "?", error: undefined, ...row }));
  const applied = new Map(versions.map((version) => [version, {}]));
  return { applied, audit: new Map(rows.map((row) => [row.version, row])) };
}

const states = (names: readonly string[], state: Recorded): string[] =>
  migrationStates(files(...names), state).map(({ migration }) => `${migration.id} ${migration.state}`);

const defaults: PlanOptions = { direction: "up", steps: 0, strict: true, flavor: postgresFlavor };

function select(names: readonly string[], state: Recorded, options: Partial<PlanOptions> = {}): string[] {
  const known = migrationStates(files(...names), state);
  return planMigrations(known, { shown: "db" }, { ...defaults, ...options }).map(({ source }) => source.id);
}

describe("states", () => {
  test("tell applied, late and pending ones apart", () => {
    expect(states(["1.sql", "2.sql", "3.sql"], recorded(["2"]))).toEqual([
      "1.sql out-of-order",
      "2.sql applied",
      "3.sql pending",
    ]);
  });

  test("compare by the files' order, so that versions of unequal length are no disorder", () => {
    expect(states(["10_b.sql", "1_a.sql", "2_c.sql"], recorded(["10"]))).toEqual([
      "10_b.sql applied",
      "1_a.sql pending",
      "2_c.sql pending",
    ]);
  });

  test("show an edit by its checksum, and take dbmate's rows, which have none, as they are", () => {
    const state = recorded(["1", "2"], [{ version: "1", checksum: "other" }]);
    expect(states(["1.sql", "2.sql"], state)).toEqual(["1.sql edited", "2.sql applied"]);
  });

  test("show what is applied without a file, by the name it had", () => {
    const state = recorded(["1", "2"], [{ version: "1", file: "1_gone.sql" }]);
    expect(states(["3.sql"], state)).toEqual(["1_gone.sql missing", "2 missing", "3.sql pending"]);
  });

  test("take a pending one as late when one without a file is newer", () => {
    expect(states(["1.sql", "3.sql"], recorded(["2"]))).toEqual([
      "2 missing",
      "1.sql out-of-order",
      "3.sql pending",
    ]);
  });

  test("show half-done ones, with a file or without, applied or not", () => {
    const state = recorded(
      ["2"],
      [
        { version: "1", state: "running" },
        { version: "2", state: "failed", direction: "down", error: "no" },
        { version: "9", state: "failed", file: "9_gone.sql" },
      ],
    );
    expect(states(["1.sql", "2.sql"], state)).toEqual(["9_gone.sql failed", "1.sql dirty", "2.sql failed"]);
  });

  test("carry time and checksum where they are known", () => {
    const [first] = migrationStates(files("1.sql"), recorded(["1"], [{ version: "1" }]));
    expect(first?.migration).toMatchObject({ appliedAt: "2026-01-01T00:00:00.000Z", applied: true });
    expect(first?.migration.checksum).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("up", () => {
  test("picks what is pending, or the first few of it", () => {
    expect(select(["1.sql", "2.sql", "3.sql"], recorded(["1"]))).toEqual(["2.sql", "3.sql"]);
    expect(select(["1.sql", "2.sql", "3.sql"], recorded(["1"]), { steps: 1 })).toEqual(["2.sql"]);
  });

  test("refuses a late one, unless told not to", () => {
    const message =
      "migration 1.sql is older than the newest applied one; rename it, or set strict: false to apply it late";
    expect(() => select(["1.sql", "2.sql"], recorded(["2"]))).toThrow(message);
    expect(select(["1.sql", "2.sql"], recorded(["2"]), { strict: false })).toEqual(["1.sql"]);
  });

  test("goes on when an applied one was edited or lost its file", () => {
    expect(select(["2.sql", "3.sql"], recorded(["1", "2"], [{ version: "2", checksum: "other" }]))).toEqual([
      "3.sql",
    ]);
  });
});

describe("down", () => {
  test("picks the newest first", () => {
    expect(select(["1.sql", "2.sql", "3.sql"], recorded(["1", "2"]), { direction: "down" })).toEqual([
      "2.sql",
      "1.sql",
    ]);
    expect(select(["1.sql", "2.sql"], recorded(["1", "2"]), { direction: "down", steps: 1 })).toEqual([
      "2.sql",
    ]);
  });

  test("refuses the whole run when one of it cannot be reverted", () => {
    const options = { direction: "down" } as const;
    expect(() => select(["1.sql", "plain.sql"], recorded(["1", "plain.sql"]), options)).toThrow(
      "migration plain.sql cannot be reverted: it has no SQL after -- migrate:down",
    );
    expect(() => select(["1.sql"], recorded(["1", "2"]), options)).toThrow(
      "migration 2 cannot be reverted: its file is missing",
    );
    expect(select(["2.sql"], recorded(["1", "2"]), { ...options, steps: 1 })).toEqual(["2.sql"]);
  });
});

test.each(["up", "down"] as const)("%s refuses a database that may be half migrated", (direction) => {
  const failed = recorded(["1"], [{ version: "2", file: "2.sql", state: "failed", error: "no such table" }]);
  expect(() => select(["1.sql", "2.sql"], failed, { direction })).toThrow(
    "migration 2.sql failed (no such table) outside a transaction and may be half done; repair the database by hand, then resolve it as applied or as rolled back",
  );
  const killed = recorded(["1"], [{ version: "2", file: "2.sql", state: "running" }]);
  expect(() => select(["1.sql", "2.sql"], killed, { direction })).toThrow(
    "migration 2.sql was interrupted outside",
  );
});

describe("what a migration may not contain is refused, with its line", () => {
  const plan = (sql: string, flavor = postgresFlavor): unknown => {
    const file = parseMigrationFile(
      "1.sql",
      `-- migrate:up\ncreate table a(x int);\n${sql}\n-- migrate:down\n`,
      flavor,
    );
    if ("message" in file) throw new Error(file.message);
    const known = migrationStates([file], recorded([]));
    return planMigrations(known, { shown: "db" }, { ...defaults, flavor });
  };

  test("a commit in a transaction of ours", () => {
    expect(() => plan("  COMMIT;")).toThrow(
      "db/1.sql:3: COMMIT in a migration, which runs in a transaction of its own",
    );
  });

  test("a command of the mysql client", () => {
    expect(() => plan("delimiter $$", mysqlFlavor)).toThrow(
      "db/1.sql:3: DELIMITER is a command of the mysql client; remove it: the body of a routine may contain semicolons",
    );
  });
});
