import type { ts as TypeScript } from "ts-morph";
import { closest } from "../../../src/diagnostics/suggest.js";
import { resolvePath } from "../../manifest/paths.js";
import type { ModuleReference } from "../model.js";
import { contractOptions } from "./compiler-options.js";
import type {
  ContractedKind,
  ContractFault,
  ContractReport,
  ContractRequest,
} from "./contract-report.js";
import { type ContractLine, contractSource } from "./contract-source.js";
import { placesOf, reasonOf } from "./explain-diagnostic.js";

/**
 * Type-checks providers against the contracts of their kinds. TypeScript is loaded for it, which takes a while.
 * Errors anywhere else in the project are not looked at.
 */
export async function checkContracts(request: ContractRequest): Promise<ContractReport> {
  const { folder, root } = request;
  const { Project, ts } = await import("ts-morph");
  const { options, inputs } = contractOptions(ts, folder, root);
  const project = new Project({ compilerOptions: options, skipFileDependencyResolution: true });
  const checked = request.kinds.map((kind) => {
    const source = contractSource(kind);
    const path = resolvePath(folder, `provc-contract-${kind.id}.virtual.ts`);
    const file = project.createSourceFile(path, source.text, { overwrite: true }).compilerNode;
    return { kind, source, file };
  });
  const program = project.getProgram().compilerObject;
  const faults = checked.flatMap(({ kind, source, file }) => {
    const lookup: Lookup = { ts, program, folder, kind };
    return program.getSemanticDiagnostics(file).flatMap((diagnostic) => {
      const line = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line;
      const about = source.lines[line];
      return about === undefined ? [] : [explain(lookup, about, diagnostic)];
    });
  });
  const own = new Set(checked.map(({ file }) => file.fileName));
  const modules = program
    .getSourceFiles()
    .filter((file) => !own.has(file.fileName) && !program.isSourceFileDefaultLibrary(file))
    .map((file) => resolvePath(folder, file.fileName))
    .filter((path) => !path.includes("/node_modules/"));
  return { faults: oneForEachSubject(faults), inputs: [...inputs, ...modules] };
}

interface Lookup {
  readonly ts: typeof TypeScript;
  readonly program: TypeScript.Program;
  readonly folder: string;
  readonly kind: ContractedKind;
}

function explain(lookup: Lookup, about: ContractLine, diagnostic: TypeScript.Diagnostic): ContractFault {
  const { ts, kind } = lookup;
  const { contract } = kind;
  const related = placesOf(ts, diagnostic.relatedInformation ?? []);
  switch (about.role) {
    case "contract-import":
      return {
        problem: "contract-export",
        kind: kind.id,
        ...missingExport(lookup, contract, "type"),
      };
    case "contract-use":
      return {
        problem: "contract-type",
        kind: kind.id,
        message: `${contract.exportName} cannot be used as a contract: ${reasonOf(diagnostic)}`,
        hint: "a contract is an interface or a type, without type parameters",
        related,
      };
    case "import":
      return {
        problem: "export",
        kind: kind.id,
        provider: about.provider,
        ...missingExport(lookup, about.module, "value"),
      };
    case "assignment": {
      const owner = { kind: kind.id, provider: about.provider };
      if (typeAsValue.has(diagnostic.code)) {
        const message = `${nameOf(about.module)} of ${JSON.stringify(about.module.path)} is a type, not a value`;
        return { problem: "export", ...owner, message, related };
      }
      return {
        problem: "implementation",
        ...owner,
        message: `provider ${JSON.stringify(about.provider)} does not implement ${contract.exportName}: ${reasonOf(diagnostic)}`,
        related: [...related, ...syntaxErrors(lookup, about.module)],
      };
    }
  }
}

/** Errors that say that a type is used where only a value can be. */
const typeAsValue: ReadonlySet<number> = new Set([1361, 1362, 2693, 2708, 18042]);

const nameOf = ({ exportName }: ModuleReference): string =>
  exportName === "default" ? "the default export" : `the export ${JSON.stringify(exportName)}`;

function missingExport(
  lookup: Lookup,
  module: ModuleReference,
  wanted: "type" | "value",
): Pick<ContractFault, "message" | "hint" | "related"> {
  const { path, exportName } = module;
  const names = exportNames(lookup, module, wanted);
  const near = closest(exportName, names) ?? (names.length === 1 ? names[0] : undefined);
  const listed = names.slice(0, 10).join(" ") + (names.length > 10 ? " …" : "");
  return {
    message: `${JSON.stringify(path)} has no ${exportName === "default" ? "default export" : `export ${JSON.stringify(exportName)}`}`,
    hint:
      near !== undefined
        ? `did you mean ${JSON.stringify(near === "default" ? path : `${path}#${near}`)}?`
        : names.length === 0
          ? `the module exports no ${wanted}`
          : `the module exports: [${listed}]`,
    related: syntaxErrors(lookup, module),
  };
}

function exportNames({ ts, program, folder }: Lookup, { path }: ModuleReference, wanted: "type" | "value"): string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(resolvePath(folder, path));
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (symbol === undefined) return [];
  const flag = wanted === "type" ? ts.SymbolFlags.Type : ts.SymbolFlags.Value;
  return checker
    .getExportsOfModule(symbol)
    .filter((one) => {
      const isAlias = (one.flags & ts.SymbolFlags.Alias) !== 0;
      return ((isAlias ? checker.getAliasedSymbol(one) : one).flags & flag) !== 0;
    })
    .map((one) => one.name)
    .sort();
}

/** A module with syntax errors may lack exports only because of them. */
function syntaxErrors({ ts, program, folder }: Lookup, { path }: ModuleReference): ContractFault["related"] {
  const file = program.getSourceFile(resolvePath(folder, path));
  return file === undefined ? [] : placesOf(ts, program.getSyntacticDiagnostics(file).slice(0, 1));
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
