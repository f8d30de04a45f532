import { toPointer } from "../../src/source/json-pointer.js";
import { displayPath } from "../manifest/paths.js";
import { type Analysis, inManifest } from "./analysis.js";
import type {
  ContractChecker,
  ContractedKind,
  ContractFault,
  ContractProblem,
} from "./contracts/contract-report.js";

const codes: { readonly [Problem in ContractProblem]: string } = {
  syntax: "manifest-module-syntax",
  "contract-export": "manifest-contract-export-not-found",
  "contract-type": "manifest-contract-invalid",
  export: "manifest-export-not-found",
  implementation: "manifest-contract-not-implemented",
};

/** Checks the modules that were found against the contracts that were found, and reports at the manifest's lines. */
export async function checkModules(analysis: Analysis, checkContracts: ContractChecker): Promise<void> {
  const { project, draft, modules } = analysis;
  const kinds = draft.kinds.flatMap((kind): ContractedKind[] => {
    const contract = modules.get(kind);
    const providers = kind.providers.flatMap((provider) => {
      const module = modules.get(provider);
      return module === undefined ? [] : [{ id: provider.id, module }];
    });
    return contract === undefined ? [] : [{ id: kind.id, contract, providers }];
  });
  if (kinds.length === 0) return;
  const { faults, inputs } = await checkContracts({ folder: project.folder, root: project.root, kinds });
  for (const input of inputs) project.inputs.add(input);
  for (const fault of faults) reportFault(analysis, fault);
}

function reportFault(
  analysis: Analysis,
  { problem, kind, provider, message, hint, related }: ContractFault,
): void {
  const path = [
    "kinds",
    kind,
    ...(provider === undefined ? ["contract"] : ["providers", provider, "module"]),
  ];
  const { document, path: at } = inManifest(analysis, path);
  analysis.findings.addDiagnostic({
    code: codes[problem],
    severity: "error",
    message,
    file: document.file,
    ...document.range(at, "value"),
    path: toPointer(path),
    ...(hint === undefined ? {} : { hint }),
    kind,
    ...(provider === undefined ? {} : { provider }),
    ...(related.length === 0
      ? {}
      : {
          related: related.map((place) => ({
            ...place,
            file: displayPath(analysis.project.cwd, place.file),
          })),
        }),
  });
}
