import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import { emitDocument } from "../../../generator/emit/emit-document.js";
import { emitKindConfig } from "../../../generator/emit/emit-kind-config.js";
import { emitProviderTypes } from "../../../generator/emit/emit-provider-types.js";
import { temporaryFolder } from "../../support/folders.js";
import { buildModel } from "./fixtures/build-model.js";
import { synthetic, syntheticId } from "./fixtures/synthetic.js";
import { runTsc, writeProject } from "./type-script.js";

const goldenFolder = fileURLToPath(new URL("../../golden", import.meta.url));
// Compilers run as processes of their own and share the machine with the other suites.
vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();

describe("generated code", () => {
  // With all compilers in the heavy suite.
  it("type-checks under strict options, with all the type tests of its users", async () => {
    expect((await runTsc("typescript-7", goldenFolder)).findings).toEqual([]);
  });

  it("does not compile when a provider does not implement the contract, or is not exported", async () => {
    const config = { at: ["kind"], form: "keyed", selector: "provider", map: "providers" } as const;
    const provider = (exportName: string) => ({
      schema: true,
      module: { path: "./src/kind.ts", exportName },
    });
    const model = buildModel({
      kind: {
        config,
        providers: { good: provider("good"), bad: provider("bad"), missing: provider("missing") },
      },
    });
    const source = [
      "export interface Kind { run(port: number): void }",
      "export const good: Kind = { run: () => {} };",
      "export const bad: { run(port: string): void } = { run: () => {} };",
    ].join("\n");
    const files = (await emitArtefacts(model)).map(({ path, content }) => ({
      path: `generated/${path}`,
      content,
    }));
    const project = join(folder, "contract");
    writeProject(project, [...files, { path: "src/kind.ts", content: source }]);
    const { findings } = await runTsc("typescript-7", project);
    expect(findings.map((line) => line.replace(/\(.*/, ""))).toEqual(
      findings.map(() => "generated/kind/registry.ts"),
    );
    expect(findings.some((line) => line.includes("'missing'"))).toBe(true);
    expect(findings.some((line) => line.includes("{ run(port: string): void; }"))).toBe(true);
    expect(findings.some((line) => line.includes("good"))).toBe(false);
  });
});

describe("50 uses of the config types", () => {
  it("cost the same number of instantiations among 10, 100 and 1,000 providers", async () => {
    const counts = [];
    for (const size of [10, 100, 1000]) counts.push(await instantiations(size));
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  });
});

/** How many types `tsc` instantiates for 50 configs and a switch, in a project with `size` providers. */
async function instantiations(size: number): Promise<number> {
  const ids = Array.from({ length: 50 }, (_, use) => (use * 7919) % size);
  const uses = ids.map((index, use) => {
    const config = `{ name${index}: "n", port: 1, retry: { times: 2 } }`;
    const keyed = `{ provider: "${syntheticId(index)}", providers: { ${syntheticId(index)}: ${config} } }`;
    const inline = `{ engine: "${syntheticId(index)}", name${index}: "n", port: ${use} }`;
    return `export const use${use}: Synthetic = { keyed: ${keyed}, inline: ${inline} };\n`;
  });
  const cases = [...new Set(ids)].map(
    (index) => `    case "${syntheticId(index)}": return config.name${index};\n`,
  );
  const user = [
    `import type { Synthetic } from "./generated/document.js";\n`,
    `import type { InlineConfig } from "./generated/inline/config.js";\n`,
    ...uses,
    `export function nameOf(config: InlineConfig): unknown {\n  switch (config.engine) {\n${cases.join("")}  }\n  return undefined;\n}\n`,
  ];
  const model = synthetic(size);
  const files = await emitDocument(model, { toProject: "..", importExtension: "js" });
  for (const kind of model.kinds) {
    files.push(...(await emitKindConfig(model, kind)), ...(await emitProviderTypes(model, kind)));
  }
  const project = join(folder, `size-${size}`);
  writeProject(project, [
    ...files.map(({ path, content }) => ({ path: `generated/${path}`, content })),
    ...["keyed", "inline"].flatMap((kind) => standIns(kind)),
    { path: "user.ts", content: user.join("") },
  ]);
  const { output, findings } = await runTsc("typescript-7", project, "--extendedDiagnostics");
  expect(findings).toEqual([]);
  return Number(/Instantiations:\s+(\d+)/.exec(output)?.[1]);
}

/** A contract, and a registry that costs nothing, so that only the config types are measured. */
function standIns(kind: string): { path: string; content: string }[] {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  return [
    { path: `src/${kind}.ts`, content: `export interface ${name} { run(): void }\n` },
    {
      path: `generated/${kind}/registry.ts`,
      content: `export declare const ${kind}Registry: import("provc").AnyRegistry;\n`,
    },
    {
      path: "generated/document.validator.d.ts",
      content:
        'export declare const validate: import("provc").ValidatorModule["validate"];\nexport declare const schema: boolean;\n',
    },
  ];
}
