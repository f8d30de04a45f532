import { literal } from "../../emit/code.js";
import type { OutputFile } from "../../emit/output-file.js";

/** Assigns values to generated types and asks the TypeScript compiler which of them it refuses. */
export interface TypeProgram {
  /** For each value whether it can be assigned to the type that a generated module exports. */
  assignable(module: string, type: string, values: readonly unknown[]): boolean[];
}

const CASES = "/cases.ts";

/**
 * A program in memory of the generated modules that only hold types. What they import from elsewhere (the package's own
 * types, contracts) is not there: only types of custom providers depend on it.
 */
export async function createTypeProgram(files: readonly OutputFile[]): Promise<TypeProgram> {
  const { Project, ts } = await import("ts-morph");
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
    },
  });
  for (const { path, content } of files) {
    if (path.endsWith("config.ts") || path === "document.ts") project.createSourceFile(`/${path}`, content);
  }
  return {
    assignable(module, type, values) {
      const specifier = JSON.stringify(`./${module.replace(/\.ts$/, ".js")}`);
      const starts: number[] = [];
      let text = `import type { ${type} as Type } from ${specifier};\n`;
      for (const [index, value] of values.entries()) {
        starts.push(text.length);
        text += `export const value${index}: Type = ${literal(value)};\n`;
      }
      const source = project.createSourceFile(CASES, text, { overwrite: true });
      const refused = new Set<number>();
      for (const diagnostic of source.getPreEmitDiagnostics()) {
        const at = diagnostic.getStart() ?? 0;
        const first = starts[0] ?? 0;
        if (at < first) throw new Error(`${module} exports no type ${type}`);
        refused.add(starts.findLastIndex((start) => start <= at));
      }
      return values.map((_, index) => !refused.has(index));
    },
  };
}
