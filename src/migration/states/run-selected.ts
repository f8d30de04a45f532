import type { MigrationRunOptions, MigrationRunResult } from "../engine.js";
import type { DatabaseSession } from "../session/database-session.js";
import { letSignalsIn } from "../session/event-loop.js";
import type { MigrationSource } from "./migration-states.js";
import type { SelectedMigration } from "./select-migrations.js";

/** What a run goes by. */
export type RunOptions = Pick<MigrationRunOptions, "direction" | "onProgress" | "signal">;

/**
 * Runs the migrations of a run one after the other, as every engine does: an abort stops it before the next one, a lost
 * lock too, and progress is told.
 *
 * @param runOne runs and records one; false when it turns out that another program has just done so.
 */
export async function runSelected<Step extends SelectedMigration<MigrationSource>>(
  session: DatabaseSession,
  selected: readonly Step[],
  options: RunOptions,
  runOne: (step: Step) => Promise<boolean>,
): Promise<MigrationRunResult> {
  const { direction, onProgress, signal } = options;
  const done: string[] = [];
  for (const [position, step] of selected.entries()) {
    // An embedded database works in this thread: only now can a signal have its turn.
    await letSignalsIn();
    if (signal?.aborted) return { done, interrupted: true };
    await session.lock.verify();
    const progress = { migration: step.migration, direction, index: position + 1, total: selected.length };
    onProgress?.({ event: "started", ...progress });
    if (!(await runOne(step))) continue;
    done.push(step.migration.id);
    onProgress?.({ event: "finished", ...progress });
  }
  return { done, interrupted: false };
}
