import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { emitArtefacts } from "../emit/emit-artefacts.js";
import { loadModel } from "../model/load-model.js";
import type { Verification, VerifySettings } from "./verification.js";
import { type DocumentEngine, type OnSubject, verifyArtefacts } from "./verify-artefacts.js";

export { SecondEngineMissing } from "./engines/second-engine.js";

/** What to verify; paths as for `codegen`. */
export interface VerifyRequest extends VerifySettings {
  readonly manifestPath: string;
  /** Absolute; the paths in diagnostics are relative to it. */
  readonly cwd: string;
  readonly onSubject?: OnSubject;
  /** One more engine for whole documents: the run time's. */
  readonly documentEngine?: DocumentEngine;
}

/** `verification` is absent when the manifest has errors, or no kind of the name that was asked for. */
export interface VerifyAnswer {
  readonly diagnostics: readonly Diagnostic[];
  readonly kinds: readonly string[];
  readonly verification?: Verification;
}

/**
 * Compiles a manifest, without writing anything, and holds what comes of it against each other.
 *
 * @throws SecondEngineMissing when the package of the second engine is not installed.
 */
export async function verifyManifest(request: VerifyRequest): Promise<VerifyAnswer> {
  const { manifestPath, cwd, onSubject, ...settings } = request;
  const { model, diagnostics } = await loadModel({ manifestPath, cwd });
  if (model === undefined || hasErrors(diagnostics)) return { diagnostics, kinds: [] };
  const kinds = model.kinds.map(({ id }) => id);
  if (settings.kind !== undefined && !kinds.includes(settings.kind)) return { diagnostics, kinds };
  const files = await emitArtefacts(model);
  return { diagnostics, kinds, verification: await verifyArtefacts(model, files, settings, onSubject) };
}
