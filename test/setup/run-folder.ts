import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what several test files use, removed after the last of them; packages are found from there. */
    readonly runFolder: string;
  }
}

/** Makes `runFolder` before a run and removes it thereafter. */
export default function setup(project: TestProject): () => void {
  const parent = path.resolve(import.meta.dirname, "../../.provc");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, "tests-"));
  project.provide("runFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
