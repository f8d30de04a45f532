import { describe, expect, test } from "vitest";
import { findMigration } from "../../../src/migration/states/find-migration.js";
import { migrationStates, nothingRecorded } from "../../../src/migration/states/migration-states.js";

const known = migrationStates(
  ["1_a.sql", "10_b.sql", "20_c.sql"].map((id) => {
    const version = id.split("_")[0] ?? "";
    return { id, version, description: id, checksum: "", reversible: true };
  }),
  nothingRecorded,
);
const find = (name: string): string => findMigration(known, name).migration.id;

describe("a migration is found", () => {
  test.each([
    ["10_b.sql", "10_b.sql"],
    ["1", "1_a.sql"],
    ["2", "20_c.sql"],
    ["10_", "10_b.sql"],
  ])("by %j", (name, id) => {
    expect(find(name)).toBe(id);
  });
});

test.each([
  ["", 'there is no migration ""'],
  ["3", 'there is no migration "3"'],
  ["b.sql", 'there is no migration "b.sql"'],
])("%j is none", (name, message) => {
  expect(() => find(name)).toThrow(expect.objectContaining({ code: "unknown_migration", message }));
});

test("a beginning of several is refused, with their names", () => {
  const twins = migrationStates(
    ["7_a", "7_b"].map((id) => ({ id, version: id, description: "", checksum: "", reversible: true })),
    nothingRecorded,
  );
  expect(() => findMigration(twins, "7")).toThrow('"7" fits several migrations: 7_a, 7_b');
});
