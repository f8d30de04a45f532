import { describe, expect, it } from "vitest";
import type { KindModel } from "../../../generator/model/model.js";
import { providerPlaces } from "../../../src/cli/scaffold/provider-files.js";
import { temporaryFolder } from "../../support/folders.js";

/** A kind with its contract in this file and its providers in these. */
function kindAt(contract: string, providers: Readonly<Record<string, string>> = {}): KindModel {
  return {
    id: "sink",
    contract: { path: contract, exportName: "Sink" },
    providers: Object.entries(providers).map(([id, file]) => ({
      id,
      module: { path: file, exportName: "default" },
    })),
  } as unknown as KindModel;
}

const places = (kind: KindModel, files: Readonly<Record<string, string>> = {}) =>
  providerPlaces(temporaryFolder(files), kind, "acme");

describe("providerPlaces", () => {
  it("puts a provider beside the others", () => {
    const kind = kindAt("./src/contract.ts", {
      http: "./src/sinks/http/index.ts",
      file: "./src/sinks/file/index.ts",
      odd: "./elsewhere/odd/index.ts",
    });
    expect(places(kind)).toEqual({
      module: "src/sinks/acme/index.ts",
      schema: "src/sinks/acme/config.schema.yaml",
      test: "src/sinks/acme/index.test.ts",
    });
  });

  it.each([
    ["./src/sinks/contract.ts", "src/sinks/acme/index.ts"],
    ["./src/contract.ts", "src/sink/acme/index.ts"],
    ["./contract.ts", "sink/acme/index.ts"],
  ])("puts the first provider near the contract %s", (contract, module) => {
    expect(places(kindAt(contract)).module).toBe(module);
  });

  it.each([
    ["test/readme", "test/sink-acme.test.ts"],
    ["tests/readme", "tests/sink-acme.test.ts"],
    ["test/sink/other.test.ts", "test/sink/acme.test.ts"],
    ["test/sinks/other.test.ts", "test/sinks/acme.test.ts"],
  ])("puts the test where a project with %s has its tests", (file, test) => {
    expect(places(kindAt("./src/sinks/contract.ts"), { [file]: "" }).test).toBe(test);
  });
});
