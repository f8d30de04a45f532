import path from "node:path";
import { type ImportExtension, importPath } from "../../../generator/manifest/import-path.js";
import type { Contract, ContractCall, ContractMember } from "./contract-members.js";

/** What to write a provider's first module for. */
export interface ProviderModuleRequest {
  readonly id: string;
  /** The words for the provider, such as "backend provider". */
  readonly words: string;
  /** `default`, or the name of a named export. */
  readonly contractName: string;
  /** How the module imports the contract. */
  readonly contractSpecifier: string;
  /** Undefined where nothing can be derived from the contract: the module then throws when it is loaded. */
  readonly contract: Contract | undefined;
}

/**
 * Writes a module that satisfies a contract: it type-checks, it loads, and each member that the contract asks
 * for throws an error that names it until it is written.
 */
export function providerModule(request: ProviderModuleRequest): string {
  const type = request.contractName === "default" ? "Contract" : request.contractName;
  const value = type === "provider" ? "implementation" : "provider";
  const imported = request.contractName === "default" ? type : `{ ${type} }`;
  return `import type ${imported} from ${JSON.stringify(request.contractSpecifier)};

const ${value}: ${type} = ${implementation(request)};

export default ${value};
`;
}

function implementation({ contract, id, words }: ProviderModuleRequest): string {
  const whole = `${words} ${id}`;
  if (contract === undefined) return `(() => {\n${throwing("  ", whole)}\n})()`;
  if (contract.form === "function") {
    return `${contract.call.isAsync ? "async " : ""}(${parameters(contract.call)}) => {\n${throwing("  ", whole)}\n}`;
  }
  if (contract.members.length === 0) return "{}";
  return `{\n${contract.members.map((member) => memberText(member, id, whole)).join("\n")}\n}`;
}

function memberText({ name, call, isText }: ContractMember, id: string, whole: string): string {
  if (name === "id" && isText) return `  id: ${JSON.stringify(id)},`;
  const head =
    call === undefined
      ? `get ${name}(): never`
      : `${call.isAsync ? "async " : ""}${name}(${parameters(call)})`;
  const what = `${whole}: ${name}${call === undefined ? "" : "()"}`;
  return `  ${head} {\n${throwing("    ", what)}\n  },`;
}

/** The underscore says that a parameter is not used yet. */
function parameters(call: ContractCall): string {
  return call.parameters.map((name) => `_${name}`).join(", ");
}

function throwing(indent: string, what: string): string {
  return `${indent}throw new Error(${JSON.stringify(`${what} is not written yet`)});`;
}

/** How a module in `folder` imports a file. */
export function importSpecifier(folder: string, file: string, extension: ImportExtension): string {
  const relative = path.relative(folder, file).replaceAll(path.sep, "/");
  const specifier = importPath(relative, extension);
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}
