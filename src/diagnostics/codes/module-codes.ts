import type { CodeRow } from "./code-row.js";

/** What the modules and contracts that a manifest names are diagnosed with. */
export const moduleCodes: readonly CodeRow[] = [
  [
    "manifest-module-not-found",
    "Module not found",
    "The file of a provider's module does not exist.",
    "Correct the path, or write the module; provc add makes one.",
  ],
  [
    "manifest-module-type",
    "Not a module",
    "The file is not a TypeScript or JavaScript module.",
    "Name a file that ends in .ts, .mts, .cts, .tsx, .js, .mjs or .cjs.",
  ],
  [
    "manifest-module-syntax",
    "Module with syntax errors",
    "A module or contract cannot be parsed, so nothing can be said of its exports.",
    "Correct the module; the message has the compiler's words.",
  ],
  [
    "manifest-export-name",
    "Invalid name of an export",
    "What stands after the # cannot be the name of an export.",
    "Write the name of an export, or nothing for the default export.",
  ],
  [
    "manifest-export-not-found",
    "Export not found",
    "The module does not export what the manifest names.",
    "Export it, or correct the name after the #.",
  ],
  [
    "manifest-contract-name",
    "Contract without a name",
    "A contract is given without the name of its interface.",
    "Write the path, a #, and the name of the exported interface.",
  ],
  [
    "manifest-contract-not-found",
    "Contract not found",
    "The file of a kind's contract does not exist.",
    "Correct the path, or write the contract.",
  ],
  [
    "manifest-contract-export-not-found",
    "Contract not exported",
    "The contract's file does not export an interface or type of this name.",
    "Export it, or correct the name after the #.",
  ],
  [
    "manifest-contract-invalid",
    "Contract is not a type",
    "What the manifest names as contract is a value, not an interface or type.",
    "Name an exported interface or type.",
  ],
  [
    "manifest-contract-not-implemented",
    "Contract not implemented",
    "A provider's export does not fit its kind's contract.",
    "Change the provider to what the compiler's message asks for.",
  ],
];
