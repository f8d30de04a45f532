import type { ts as TypeScript } from "ts-morph";
import { resolvePath } from "../../manifest/paths.js";
import type { ModuleReference } from "../model.js";
import type { ContractPlace } from "./contract-report.js";

/** Where a module exports what is looked for; nowhere for what comes with an `export *` or is CommonJS. */
export function exportPlace(
  ts: typeof TypeScript,
  program: TypeScript.Program,
  folder: string,
  { path, exportName }: ModuleReference,
): ContractPlace[] {
  const file = program.getSourceFile(resolvePath(folder, path));
  const module = file && program.getTypeChecker().getSymbolAtLocation(file);
  const exported = module?.exports?.get(ts.escapeLeadingUnderscores(exportName));
  const declaration = exported?.declarations?.find((one) => one.getSourceFile() === file);
  if (file === undefined || declaration === undefined) return [];
  const start = declaration.getStart(file);
  const from = file.getLineAndCharacterOfPosition(start);
  // An export may be as long as the module: its first line is enough to find it.
  const [line = ""] = file.text.slice(start, declaration.getEnd()).split(/[\r\n\u2028\u2029]/, 1);
  return [
    {
      file: resolvePath(".", file.fileName),
      line: from.line + 1,
      column: from.character + 1,
      endLine: from.line + 1,
      endColumn: from.character + 1 + line.length,
      message: "the provider is exported here",
    },
  ];
}
