import { describe, expect, it } from "vitest";
import {
  extendPackageFile,
  missingPackages,
  newPackageFile,
  starterScripts,
} from "../../../src/cli/scaffold/package-file.js";

describe("extendPackageFile", () => {
  it("adds scripts and the module system, and keeps everything else with its indentation", () => {
    const before = '{\n\t"name": "x",\n\t"scripts": {\n\t\t"test": "jest"\n\t}\n}';
    expect(extendPackageFile(before, true)).toEqual({
      text: `{\n\t"name": "x",\n\t"scripts": {\n\t\t"test": "jest",\n\t\t"codegen": "provc codegen",\n\t\t"check": ${JSON.stringify(starterScripts.check)}\n\t},\n\t"type": "module"\n}`,
      changes: 'scripts and "type": "module" added',
    });
  });

  it("takes the place of npm's placeholder for a test", () => {
    const before = '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}';
    expect(JSON.parse(extendPackageFile(before, true).text).scripts.test).toBe(starterScripts.test);
  });

  it("changes the module system of a project without code only", () => {
    const before = '{"type": "commonjs"}';
    expect(JSON.parse(extendPackageFile(before, true).text).type).toBe("module");
    expect(() => extendPackageFile(before, false)).toThrow(
      'package.json has "type": "commonjs", and generated code is made of ES modules; run npm pkg set type=module first',
    );
    expect(() => extendPackageFile("{}", false)).toThrow('package.json has no "type", and generated code');
    const module = extendPackageFile('{"type": "module"}', false);
    expect([JSON.parse(module.text).type, module.changes]).toEqual(["module", "scripts added"]);
  });

  it.each(["[]", "{", "1"])("refuses %s", (text) => {
    expect(() => extendPackageFile(text, true)).toThrow("package.json is not a JSON object");
  });
});

describe("newPackageFile", () => {
  it.each([
    ["My App!", "my-app"],
    ["...", "app"],
    ["_x", "x"],
  ])("names the package of folder %s %s", (folder, name) => {
    expect(JSON.parse(newPackageFile(folder, "1.2.3"))).toMatchObject({
      name,
      type: "module",
      dependencies: { provc: "^1.2.3" },
    });
  });
});

it("knows which packages are missing", () => {
  expect(missingPackages('{"dependencies": {"provc": "1"}, "devDependencies": {"vitest": "4"}}')).toEqual([
    "typescript",
  ]);
});
