import { fileURLToPath } from "node:url";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { loadModel } from "../../../generator/model/load-model.js";
import type { Model } from "../../../generator/model/model.js";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The manifests that are verified: the shipped one, and three that use every keyword, by name. */
export const manifests: ReadonlyMap<string, string> = new Map([
  ["shipped", `${repository}/providers.manifest.yaml`],
  ["keyed", `${repository}/test/verify/fixtures/keyed/providers.manifest.yaml`],
  ["inline", `${repository}/test/verify/fixtures/inline/providers.manifest.yaml`],
  ["plain", `${repository}/test/verify/fixtures/plain/providers.manifest.yaml`],
]);

/** A manifest with what codegen makes of it. */
export interface Compiled {
  readonly model: Model;
  readonly files: readonly OutputFile[];
}

export async function compile(name: string): Promise<Compiled> {
  const manifestPath = manifests.get(name) ?? name;
  const { model, diagnostics } = await loadModel({
    manifestPath,
    cwd: repository,
    // Contracts are not what is verified.
    checkContracts: async () => ({ faults: [], inputs: [] }),
  });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { model, files: await emitArtefacts(model) };
}

/** The files with one of them changed; a change that changes nothing is a mistake in the test. */
export function alter(
  files: readonly OutputFile[],
  path: string,
  change: (content: string) => string,
): readonly OutputFile[] {
  return files.map((file) => {
    if (file.path !== path) return file;
    const content = change(file.content);
    if (content === file.content) throw new Error(`nothing was changed in ${path}`);
    return { path, content };
  });
}
