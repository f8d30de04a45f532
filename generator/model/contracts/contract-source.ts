import type { ModuleReference } from "../model.js";
import type { ContractedKind } from "./contract-report.js";

/** What a line of a {@link ContractSource} is about. */
export type ContractLine =
  | { readonly role: "contract-import" }
  | { readonly role: "contract-use" }
  | { readonly role: "import" | "assignment"; readonly provider: string; readonly module: ModuleReference };

/** A module that compiles when all providers of a kind implement its contract. */
export interface ContractSource {
  readonly text: string;
  /** By line, counted from 0. */
  readonly lines: readonly ContractLine[];
}

/** What the contract is called in a {@link ContractSource}. */
export const contractAlias = "Contracted";

/** Writes the module for a kind, to stand in the manifest's folder; each line makes one claim. */
export function contractSource({ contract, providers }: ContractedKind): ContractSource {
  const lines: [string, ContractLine][] = [
    [
      `import type { ${contract.exportName} as Contract } from ${quote(contract.path)};`,
      { role: "contract-import" },
    ],
    [`export type ${contractAlias} = Contract;`, { role: "contract-use" }],
  ];
  for (const [index, { id, module }] of providers.entries()) {
    const name = `provider${index}`;
    const imported = module.exportName === "default" ? name : `{ ${module.exportName} as ${name} }`;
    lines.push(
      [`import ${imported} from ${quote(module.path)};`, { role: "import", provider: id, module }],
      [
        `export const checked${index}: ${contractAlias} = ${name};`,
        { role: "assignment", provider: id, module },
      ],
    );
  }
  return { text: lines.map(([text]) => `${text}\n`).join(""), lines: lines.map(([, line]) => line) };
}

/** Lines must stay lines: TypeScript ends one at U+2028, too. */
function quote(path: string): string {
  return JSON.stringify(path).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
