import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { goldenCases } from "./golden-cases.js";

const goldenFolder = fileURLToPath(new URL("../../golden", import.meta.url));
/** Set to 1 to take over what the emitters write now; read the difference before committing it. */
const isUpdating = process.env.UPDATE_GOLDEN === "1";

describe.each([...goldenCases])("golden output of %s", (name, model) => {
  const folder = join(goldenFolder, name, "generated");

  it("is what the emitters write, file by file, and nothing else", async () => {
    const files = await emitArtefacts(model);
    if (isUpdating) writeFolder(folder, files);
    expect(
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length,
    ).toBe(files.length);
    for (const { path, content } of files) {
      expect(content, path).toBe(readFileSync(join(folder, path), "utf8"));
    }
  });
});

function writeFolder(folder: string, files: readonly OutputFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
