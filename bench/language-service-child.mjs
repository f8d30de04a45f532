// One process with one TypeScript: prints the milliseconds that its language service takes for completions.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { median } from "./measure.mjs";

const [folder, compiler] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(compiler);
const file = join(folder, "editing.ts");
const [{ engine: id }] = JSON.parse(readFileSync(join(folder, "samples.json"), "utf8"));
const head =
  'import type { EngineConfig } from "./generated/engine/config.js";\nexport const config: EngineConfig = ';
const texts = {
  selector: `${head}{ provider: "|" };\n`,
  member: `${head}{ provider: "${id}", providers: { ${id}: { | } } };\n`,
};
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};
let text = "";
let version = 0;
const service = ts.createLanguageService({
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(version) : String(statSync(name).mtimeMs)),
  getScriptSnapshot(name) {
    const content = name === file ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => folder,
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

/** Completes at the `|`; `edit` makes the text another one every time. */
function complete(marked, edit) {
  const position = marked.indexOf("|");
  text = `${marked.replace("|", "")}// ${edit}\n`;
  version += 1;
  const start = performance.now();
  const entries = service.getCompletionsAtPosition(file, position, {})?.entries ?? [];
  const elapsed = performance.now() - start;
  if (entries.length === 0) throw new Error(`Error: ${compiler} completes nothing`);
  return elapsed;
}

const repeat = (marked) => median(Array.from({ length: 7 }, (_, edit) => complete(marked, edit)));
const first = complete(texts.selector, "opened");
console.log(JSON.stringify({ first, next: repeat(texts.selector), member: repeat(texts.member) }));
