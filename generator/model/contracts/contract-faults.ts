import type { ts as TypeScript } from "ts-morph";
import { closest } from "../../../src/diagnostics/suggest.js";
import { resolvePath } from "../../manifest/paths.js";
import type { ModuleReference } from "../model.js";
import type { ContractedKind, ContractFault } from "./contract-report.js";
import { type ContractLine, contractAlias } from "./contract-source.js";
import { placesOf, reasonOf } from "./explain-diagnostic.js";
import { exportPlace } from "./export-place.js";

/** What looking for the reasons of a fault needs. */
export interface ContractLookup {
  readonly ts: typeof TypeScript;
  readonly program: TypeScript.Program;
  readonly folder: string;
  readonly kind: ContractedKind;
}

/** Whose module a line is about. */
function subjectOf({ kind }: ContractLookup, about: ContractLine): { module: ModuleReference; owner: Owner } {
  if ("provider" in about)
    return { module: about.module, owner: { kind: kind.id, provider: about.provider } };
  return { module: kind.contract, owner: { kind: kind.id } };
}

type Owner = Pick<ContractFault, "kind" | "provider">;

/** What keeps a module from being parsed; one fault at most. */
export function syntaxFault(lookup: ContractLookup, about: ContractLine): ContractFault[] {
  if (about.role !== "import" && about.role !== "contract-import") return [];
  const { module, owner } = subjectOf(lookup, about);
  const { ts, program, folder } = lookup;
  const file = program.getSourceFile(resolvePath(folder, module.path));
  const found = file === undefined ? [] : program.getSyntacticDiagnostics(file).slice(0, 1);
  return placesOf(ts, found).map((place) => ({
    problem: "syntax",
    ...owner,
    message: `${JSON.stringify(module.path)} has a syntax error: ${place.message}`,
    related: [place],
  }));
}

/** What TypeScript says about a line, as a fault of the contract or of a provider. */
export function typeFault(
  lookup: ContractLookup,
  about: ContractLine,
  diagnostic: TypeScript.Diagnostic,
): ContractFault {
  const { contract } = lookup.kind;
  const { module, owner } = subjectOf(lookup, about);
  const isContract = owner.provider === undefined;
  const related = placesOf(lookup.ts, diagnostic.relatedInformation ?? []);
  const path = JSON.stringify(module.path);
  if (about.role === "contract-import") {
    return { problem: "contract-export", ...owner, ...missingExport(lookup, module, "type"), related };
  }
  if (about.role === "import") {
    return { problem: "export", ...owner, ...missingExport(lookup, module, "value"), related };
  }
  if (valueAsType.has(diagnostic.code) && isContract) {
    return {
      problem: "contract-export",
      ...owner,
      message: `${nameOf(module)} of ${path} is a value, not a type`,
      related,
    };
  }
  if (typeAsValue.has(diagnostic.code) && !isContract) {
    return {
      problem: "export",
      ...owner,
      message: `${nameOf(module)} of ${path} is a type, not a value`,
      related,
    };
  }
  const reason = reasonOf(diagnostic).replaceAll(`'${contractAlias}'`, `'${contract.exportName}'`);
  if (isContract) {
    const hint = "a contract is an interface or a type, without type parameters";
    const message = `${contract.exportName} cannot be used as a contract: ${reason}`;
    return { problem: "contract-type", ...owner, message, hint, related };
  }
  const message = `provider ${JSON.stringify(owner.provider)} does not implement ${contract.exportName}: ${reason}`;
  const place = exportPlace(lookup.ts, lookup.program, lookup.folder, module);
  return { problem: "implementation", ...owner, message, related: [...place, ...related] };
}

/** Errors that say that a value is used where only a type can be. */
const valueAsType: ReadonlySet<number> = new Set([2709, 2749]);

/** Errors that say that a type is used where only a value can be. */
const typeAsValue: ReadonlySet<number> = new Set([1361, 1362, 2693, 2708, 18042]);

const nameOf = ({ exportName }: ModuleReference): string =>
  exportName === "default" ? "the default export" : `the export ${JSON.stringify(exportName)}`;

function missingExport(
  lookup: ContractLookup,
  module: ModuleReference,
  wanted: "type" | "value",
): Pick<ContractFault, "message" | "hint"> {
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
  };
}

function exportNames(
  { ts, program, folder }: ContractLookup,
  { path }: ModuleReference,
  wanted: "type" | "value",
): string[] {
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
