import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new folder of its own for one test, removed after it. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "provc-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
