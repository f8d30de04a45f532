import { resolvePath } from "../../manifest/paths.js";
import { contractOptions } from "./compiler-options.js";
import { type ContractLookup, syntaxFault, typeFault } from "./contract-faults.js";
import type { ContractFault, ContractReport, ContractRequest } from "./contract-report.js";
import { contractSource } from "./contract-source.js";

/**
 * Type-checks providers against the contracts of their kinds. TypeScript is loaded for it, which takes a while.
 * Errors anywhere else in the project are not looked at.
 */
export async function checkContracts(request: ContractRequest): Promise<ContractReport> {
  const { folder, root } = request;
  const { Project, ts } = await import("ts-morph");
  const { options, inputs } = contractOptions(ts, folder, root);
  const project = new Project({ compilerOptions: options, skipFileDependencyResolution: true });
  const checked = request.kinds.map((kind, index) => {
    const source = contractSource(kind);
    const path = resolvePath(folder, `provc-contract-${index}.virtual.ts`);
    const file = project.createSourceFile(path, source.text, { overwrite: true }).compilerNode;
    return { kind, source, file };
  });
  const program = project.getProgram().compilerObject;
  const faults = checked.flatMap(({ kind, source, file }) => {
    const lookup: ContractLookup = { ts, program, folder, kind };
    const typeFaults = program.getSemanticDiagnostics(file).flatMap((diagnostic) => {
      const about = source.lines[file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line];
      return about === undefined ? [] : [typeFault(lookup, about, diagnostic)];
    });
    // A module with syntax errors may lack something only because of them.
    return [...source.lines.flatMap((about) => syntaxFault(lookup, about)), ...typeFaults];
  });
  const own = new Set(checked.map(({ file }) => file.fileName));
  const modules = program
    .getSourceFiles()
    .filter((file) => !own.has(file.fileName) && !program.isSourceFileDefaultLibrary(file))
    .map((file) => resolvePath(folder, file.fileName))
    .filter((path) => !path.includes("/node_modules/"));
  return { faults: oneForEachSubject(faults), inputs: [...inputs, ...modules] };
}

/** One fault makes TypeScript complain in more than one line: the first counts. */
function oneForEachSubject(faults: readonly ContractFault[]): ContractFault[] {
  const first = new Map<string, ContractFault>();
  for (const fault of faults) {
    const key = JSON.stringify([fault.kind, fault.provider ?? null]);
    if (!first.has(key)) first.set(key, fault);
  }
  return [...first.values()];
}
