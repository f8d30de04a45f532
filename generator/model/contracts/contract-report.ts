import type { SourceRange } from "../../../src/diagnostics/diagnostic.js";
import type { ModuleReference } from "../model.js";

/** What to check: the providers of each kind against its contract. */
export interface ContractRequest {
  /** Absolute path of the manifest's folder, which module paths are relative to. */
  readonly folder: string;
  /** Absolute path of the project's root; its nearest `tsconfig.json` is looked for from `folder` up to here. */
  readonly root: string;
  readonly kinds: readonly ContractedKind[];
}

export interface ContractedKind {
  readonly id: string;
  readonly contract: ModuleReference;
  readonly providers: readonly { readonly id: string; readonly module: ModuleReference }[];
}

/**
 * What is wrong: a module cannot be parsed, the contract's module has no such type, the contract cannot be used as it
 * is, a provider's module has no such export, or the export does not implement the contract.
 */
export type ContractProblem = "syntax" | "contract-export" | "contract-type" | "export" | "implementation";

export interface ContractFault {
  readonly problem: ContractProblem;
  readonly kind: string;
  /** Absent when the contract itself is at fault. */
  readonly provider?: string;
  readonly message: string;
  readonly hint?: string;
  readonly related: readonly ContractPlace[];
}

/** A place in a module that helps to understand a fault. */
export interface ContractPlace extends SourceRange {
  /** Absolute. */
  readonly file: string;
  readonly message: string;
}

export interface ContractReport {
  readonly faults: readonly ContractFault[];
  /** Absolute paths of the modules of the project and the compiler options that the report depends on. */
  readonly inputs: readonly string[];
}

/** Checks providers against contracts; `checkContracts` is the one that uses TypeScript. */
export type ContractChecker = (request: ContractRequest) => Promise<ContractReport>;
