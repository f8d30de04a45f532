import { expect, it } from "vitest";
import { cliMetafile } from "./support/cli.js";

it("starts with nothing but commander, colours and suggestions", () => {
  const { outputs } = cliMetafile;
  const [entry] = Object.entries(outputs).find(([, output]) => output.entryPoint === "src/cli/bin.ts") ?? [];
  const packages = new Set<string>();
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const imported of outputs[file]?.imports ?? []) {
      if (imported.kind !== "import-statement") continue;
      if (imported.external) packages.add(imported.path);
      else follow(imported.path);
    }
  };
  follow(entry ?? "");
  const foreign = [...packages].filter((name) => !name.startsWith("node:")).sort();
  expect(foreign).toEqual(
    ["commander", "fastest-levenshtein", "picocolors"].filter((name) => packages.has(name)),
  );
  expect(foreign).toContain("commander");
});
