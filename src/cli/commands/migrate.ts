import { type Command, Option } from "commander";
import type { MigrationDirection } from "../../migration/engine.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import { addDocumentOptions, type DocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import type { DatabaseSelection, Strategy } from "../migrate/choose-databases.js";
import { collect, wholeNumber } from "../option-values.js";

interface Options {
  readonly database?: readonly string[];
  readonly strategy?: Strategy;
  readonly steps?: number;
  readonly dryRun?: boolean;
  readonly applied?: boolean;
  readonly rolledBack?: boolean;
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
  addResolveCommand(migrate, context);
  addNewCommand(migrate, context);
  addExamples(migrate, [
    ["provc migrate plan", "of all databases"],
    ["provc migrate up --dry-run", "the SQL that would run"],
    ["provc migrate up --database main --steps 1", "the next migration of one"],
    ["provc migrate up --strategy post_deploy", "what a deployment applies at its end"],
    ["provc migrate down --steps 0", "revert everything"],
    ["provc migrate status --json", "for a program"],
    ["provc migrate resolve 20260105 --applied", "after finishing it by hand"],
    ["provc migrate new create_users", "an empty migration"],
  ]);
}

function addReadCommand(
  parent: Command,
  context: CliContext,
  what: "plan" | "status",
  description: string,
): void {
  const command = addSelection(parent.command(what).description(description), "all");
  command.action(async (options: Options) => {
    const { readDatabases } = await import("../migrate/read-databases.js");
    await readDatabases(context, what, { ...common(command, options), ...selection(options) });
  });
}

function addRunCommand(
  parent: Command,
  context: CliContext,
  direction: MigrationDirection,
  defaultSteps: number,
  description: string,
): void {
  const command = addSelection(
    parent.command(direction).description(description),
    "pre_deploy, or those of --database",
  );
  command
    .option("--steps <count>", "how many migrations; 0 means all", wholeNumber())
    .option("--dry-run", "print the SQL that would run; change nothing");
  command.action(async (options: Options) => {
    const { steps = defaultSteps, dryRun = false } = options;
    const run = { ...common(command, options), ...selection(options), steps };
    if (dryRun) {
      const module = await import("../migrate/dry-run.js");
      await module.dryRun(context, direction, run);
    } else {
      const { runDatabases } = await import("../migrate/run-databases.js");
      await runDatabases(context, direction, run);
    }
  });
}

function addResolveCommand(parent: Command, context: CliContext): void {
  const command = parent
    .command("resolve")
    .description("Record that a migration is in the database, or not, after a repair by hand; runs nothing.")
    .argument("<migration>", "its id, or a beginning of it that fits no other")
    .option("--applied", "all of it is in the database")
    .option("--rolled-back", "nothing of it is in the database");
  addOneDatabase(command);
  command.action(async (migration: string, options: Options) => {
    const { applied = false, rolledBack = false } = options;
    if (applied === rolledBack) {
      throw new CommandFailure("exactly one of --applied and --rolled-back is required", exitCodes.cannotRun);
    }
    const { resolveMigration } = await import("../migrate/resolve-migration.js");
    const { databases } = selection(options);
    const as = applied ? "applied" : "rolled-back";
    await resolveMigration(context, { ...common(command, options), databases, migration, as });
  });
}

function addNewCommand(parent: Command, context: CliContext): void {
  const command = parent
    .command("new")
    .description("Create an empty migration in the form that the database's engine reads.")
    .argument("<name>", "what it does, such as create_users");
  addOneDatabase(command);
  command.action(async (name: string, options: Options) => {
    const { newMigration } = await import("../migrate/new-migration.js");
    const { databases } = selection(options);
    await newMigration(context, { ...common(command, options), databases, name });
  });
}

/** The options of commands about any number of databases. */
function addSelection(command: Command, defaultStrategy: string): Command {
  addDocumentOptions(command);
  return command
    .option(
      "--database <name>",
      "only this database (repeatable; default: all, in the document's order)",
      collect,
    )
    .addOption(
      new Option(
        "--strategy <strategy>",
        `only databases with this migrations.strategy (default: ${defaultStrategy})`,
      ).choices(["pre_deploy", "post_deploy", "manual", "all"] satisfies Strategy[]),
    )
    .option("--json", "print JSON");
}

/** The options of commands about one database. */
function addOneDatabase(command: Command): void {
  addDocumentOptions(command);
  command
    .option("--database <name>", "the database, when several have migrations", (name: string) => [name])
    .option("--json", "print JSON");
}

function common(command: Command, { json = false }: Options): DocumentOptions & { readonly json: boolean } {
  return { ...documentOptions(command), json };
}

function selection({ database = [], strategy }: Options): DatabaseSelection {
  return { databases: database, ...(strategy !== undefined && { strategy }) };
}
