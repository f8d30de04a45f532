import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sqlFlavor } from "../../../src/migration/sql/sql-flavor.js";
import { splitStatements } from "../../../src/migration/sql/sql-statements.js";
import type { DatabaseKind, EngineFixture } from "./engine-fixture.js";

/** Every kind of file, in turn. */
const EXTENSIONS = [".cjs", ".mjs", ".ts", ".js"] as const;

const extension = (index: number): string => EXTENSIONS[index % EXTENSIONS.length] ?? ".js";

const fileName = (index: number, name: string): string =>
  `${20260101000000 + index}_${name}${extension(index)}`;

/** Modules that send SQL. Each statement stands one line below where it stands in the SQL. */
export const knexFixture: EngineFixture = {
  engine: "knex",
  databases: ["mysql", "pglite", "postgres", "sqlite"],
  down: true,
  load: async () => (await import("../../../src/migration/knex/index.js")).default,
  write: (folder, migrations, kind) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { index, name, up, down = "" } of migrations) {
      const functions = [functionText("up", up, index, kind), functionText("down", down, index, kind)];
      writeFileSync(join(folder, fileName(index, name)), functions.join("\n"));
    }
  },
  idOf: fileName,
  placeOf: (index, name, sqlLine) => ({ file: fileName(index, name), line: sqlLine + 1 }),
  // The schema change has committed itself, so the rest cannot be undone.
  stateAfterFailure: (kind) => (kind === "mysql" ? "failed" : "pending"),
  // The server has rolled back, but only it knows.
  stateAfterKill: (kind) => (kind === "mysql" ? "dirty" : "pending"),
};

function functionText(name: "up" | "down", sql: string, index: number, kind: DatabaseKind): string {
  const lines = [functionHead(name, extension(index))];
  for (const { text, start } of splitStatements(sql, sqlFlavor(kind === "pglite" ? "postgres" : kind))) {
    const line = sql.slice(0, start).split("\n").length;
    while (lines.length < line) lines.push("");
    const statement = `await knex.raw(${JSON.stringify(text).replaceAll("?", "\\\\?")});`;
    lines[line] = `${lines[line] ?? ""}${statement}`;
  }
  return `${lines.join("\n")}\n}${/js$/.test(extension(index)) && extension(index) !== ".mjs" ? ";" : ""}\n`;
}

function functionHead(name: string, end: string): string {
  if (end === ".ts")
    return `export async function ${name}(knex: { raw(sql: string): Promise<unknown> }): Promise<void> {`;
  return end === ".mjs" ? `export async function ${name}(knex) {` : `exports.${name} = async (knex) => {`;
}
