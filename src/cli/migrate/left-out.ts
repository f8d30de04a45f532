import type { CliContext } from "../context.js";
import { singleLine } from "../output/table.js";
import type { ConfiguredDatabase, Strategy } from "./choose-databases.js";

/** The databases that a run left to another strategy, for `--json`; nothing when there are none. */
export function leftOutReport(leftOut: readonly ConfiguredDatabase[]): {
  readonly leftOut?: readonly { readonly database: string; readonly strategy: string | undefined }[];
} {
  if (leftOut.length === 0) return {};
  return { leftOut: leftOut.map(({ name, strategy }) => ({ database: name, strategy })) };
}

/** Says which databases a run left to another strategy. */
export function showLeftOut(
  context: CliContext,
  chosen: readonly ConfiguredDatabase[],
  leftOut: readonly ConfiguredDatabase[],
  asked: Strategy | undefined,
): void {
  if (leftOut.length === 0) return;
  if (chosen.length === 0) {
    context.stdout.write(`No database has migrations with strategy ${asked ?? "pre_deploy"}\n`);
  }
  // Who asks for a strategy knows that there are others.
  if (asked !== undefined) return;
  const names = leftOut.map(({ name, strategy }) => `${singleLine(name)} (${strategy})`).join(", ");
  context.stdout.write(`Left out: ${names}; choose with --strategy or --database\n`);
}
