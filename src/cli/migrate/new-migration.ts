import path from "node:path";
import { type CliContext, CommandFailure } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";
import { singleLine } from "../output/table.js";
import { displayPath } from "../workspace/project.js";
import { chooseOne } from "./choose-databases.js";
import { failureReport } from "./database-report.js";
import { loadDatabases } from "./load-databases.js";

export interface NewOptions extends DocumentOptions {
  readonly databases: readonly string[];
  readonly name: string;
  readonly json: boolean;
}

/** `provc migrate new`: an empty migration in the form that the database's engine reads; prints its files. */
export async function newMigration(context: CliContext, options: NewOptions): Promise<void> {
  const opened = await openDocument(context, options);
  const database = chooseOne(opened, options.databases);
  const [loaded] = await loadDatabases(context, opened, [database], ["plan"]);
  if (loaded === undefined) return;
  const { heading, engine, options: engineOptions } = loaded;
  if (typeof engine.draft !== "function") {
    throw new CommandFailure(
      `migration engine ${JSON.stringify(heading.engine)} cannot create migrations; write one by hand or with its own tool`,
    );
  }
  let created: readonly string[];
  try {
    created = await engine.draft({ ...engineOptions, name: options.name });
  } catch (error) {
    throw new CommandFailure(singleLine(failureReport(error).message));
  }
  const files = created.map((file) => displayPath(context, path.resolve(opened.folder, file)));
  if (options.json) writeJson(context, { databases: [{ ...heading, files }] });
  else for (const file of files) context.stdout.write(`${singleLine(file)}\n`);
}
