import { bytesOf, type FuzzInput } from "../fuzz-input.js";
import { differences, outsideCanary, problemsOfRun, Sandbox } from "./sandbox.js";
import { seedProject } from "./seed-project.js";
import type { Target } from "./target.js";

/** What codegen may write to: the output, and its cache. */
const output = ["project/generated", "project/node_modules"];

/** Compiles a project with one file replaced by the input, and looks at what became of everything else. */
class CodegenTarget implements Target {
  readonly #sandbox = new Sandbox(seedProject);
  readonly #fileOf: (input: FuzzInput) => string;
  readonly #manifest: string;

  constructor(fileOf: (input: FuzzInput) => string, manifest?: string) {
    this.#fileOf = fileOf;
    this.#manifest = manifest ?? seedProject["providers.manifest.yaml"] ?? "";
  }

  async run(input: FuzzInput): Promise<string[]> {
    const file = this.#fileOf(input);
    this.#sandbox.write(
      "providers.manifest.yaml",
      this.#manifest.replaceAll("./src/fuzzed.yaml", `./${file}`),
    );
    this.#sandbox.write(file, bytesOf(input));
    const before = this.#sandbox.snapshot(output);
    const plain = await this.#sandbox.run(["codegen"]);
    const json = await this.#sandbox.run(["codegen", "--check", "--json"]);
    const problems = [plain, json].flatMap((run) => problemsOfRun(run, [outsideCanary]));
    problems.push(...differences(before, this.#sandbox.snapshot(output)));
    if (plain.code === 0) problems.push(...(await this.#problemsOfOutput(json.code)));
    return problems;
  }

  /** What was compiled is up to date, can be listed, and holds nothing from outside. */
  async #problemsOfOutput(checked: number): Promise<string[]> {
    const problems = checked === 0 ? [] : ["stale right after codegen"];
    const list = await this.#sandbox.run(["list", "--json"]);
    problems.push(...problemsOfRun(list, [outsideCanary]));
    if (list.code !== 0) problems.push(`list: ${list.output.slice(0, 300)}`);
    if (this.#sandbox.textsIn("generated").includes(outsideCanary))
      problems.push("generated files hold a text from outside");
    return problems;
  }

  close(): void {
    this.#sandbox.remove();
  }
}

export function manifestTarget(): Target {
  return new CodegenTarget(() => "providers.manifest.yaml");
}

export function schemaTarget(): Target {
  return new CodegenTarget(({ file }) => (file?.endsWith(".json") ? "src/fuzzed.json" : "src/fuzzed.yaml"));
}
