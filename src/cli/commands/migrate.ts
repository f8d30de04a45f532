import { type Command, InvalidArgumentError } from "commander";
import type { MigrationDirection } from "../../migration/engine.js";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";

interface Options {
  readonly database?: string;
  readonly steps?: number;
  readonly json?: boolean;
}

/** `provc migrate …`: drives the migration engines of the document's databases. */
export function addMigrateCommand(program: Command, context: CliContext): void {
  const migrate = program
    .command("migrate")
    .description("Show, apply and revert the migrations of the config document's databases.");
  addReadCommand(migrate, context, "plan", "Show what `up` would do; changes nothing.");
  addReadCommand(migrate, context, "status", "Show the state of every migration; changes nothing.");
  addRunCommand(migrate, context, "up", 0, "Apply pending migrations, in order (default: all of them).");
  addRunCommand(migrate, context, "down", 1, "Revert applied migrations, the newest first (default: one).");
  addExamples(migrate, [
    ["provc migrate plan", "of all databases"],
    ["provc migrate up --database main --steps 1", "the next migration of one"],
    ["provc migrate down --steps 0", "revert everything"],
    ["provc migrate status --json", "for a program"],
  ]);
}

function addReadCommand(
  parent: Command,
  context: CliContext,
  what: "plan" | "status",
  description: string,
): void {
  const command = addOptions(parent.command(what).description(description));
  command.action(async ({ database, json = false }: Options) => {
    const { readDatabases } = await import("../migrate/read-databases.js");
    const options = { ...documentOptions(command), json, ...(database !== undefined && { database }) };
    await readDatabases(context, what, options);
  });
}

function addRunCommand(
  parent: Command,
  context: CliContext,
  direction: MigrationDirection,
  defaultSteps: number,
  description: string,
): void {
  const command = addOptions(parent.command(direction).description(description));
  command.option("--steps <count>", "how many migrations; 0 means all", parseSteps);
  command.action(async ({ database, json = false, steps = defaultSteps }: Options) => {
    const { runDatabases } = await import("../migrate/run-databases.js");
    const options = { ...documentOptions(command), json, steps, ...(database !== undefined && { database }) };
    await runDatabases(context, direction, options);
  });
}

function addOptions(command: Command): Command {
  addDocumentOptions(command);
  return command
    .option("--database <name>", "only this database (default: all, sorted by name)")
    .option("--json", "print JSON");
}

function parseSteps(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
