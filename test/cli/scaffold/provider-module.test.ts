import { spawnSync } from "node:child_process";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readContract } from "../../../src/cli/scaffold/contract-members.js";
import { importSpecifier, providerModule } from "../../../src/cli/scaffold/provider-module.js";
import { temporaryFolder, writeIn } from "../../support/folders.js";

const repository = path.resolve(import.meta.dirname, "../../..");

const contracts = `
export interface Plain {
  readonly id: string;
  name: string;
  optional?: number;
  dev(options: { x: number }): Promise<void>;
  events(): AsyncIterable<string>;
  over(a: string): string;
  over(a: number): number;
  callback: (x: string, ...rest: number[]) => Promise<number>;
  "odd-name"(a: 1): void;
  [Symbol.asyncDispose](): Promise<void>;
  generic<T>(x: T): T;
  destructured({ a }: { a: 1 }): void;
  readonly capabilities: { a: 1 };
}
export type Func = (config: { a: 1 }) => Promise<Plain>;
export type Composed = Pick<Plain, "dev" | "id"> & { more(): 1 };
export default interface Extended extends Plain { more(): void }
export interface Nothing {}
export interface provider<T = unknown> { get(x: T): T }
export abstract class Base { abstract run(): Promise<1>; done(): void {} }
export class Hidden { private x = 1; y(): number { return this.x; } }
export class Sharp { #x = 1; y(): number { return this.#x; } }
export type Either = Nothing | { x: 1 };
export type Maker = new () => Plain;
`;
const derivable = ["Plain", "Func", "Composed", "default", "Nothing", "provider", "Base"];
const underivable = ["Hidden", "Sharp", "Either", "Maker"];

const folder = temporaryFolder({
  "package.json": '{"type": "module"}',
  "contracts.ts": contracts,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedDeclarations: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      declaration: true,
      noEmit: true,
      module: "nodenext",
      target: "es2023",
      lib: ["es2023", "esnext.disposable"],
      types: [],
    },
  }),
});
const modules = new Map<string, string>();

beforeAll(async () => {
  for (const name of [...derivable, ...underivable]) {
    const contract = await readContract({
      contractFile: path.join(folder, "contracts.ts"),
      contractName: name,
      tsconfig: path.join(folder, "tsconfig.json"),
    });
    expect(contract === undefined, name).toBe(underivable.includes(name));
    const text = providerModule({
      id: "acme",
      words: "backend provider",
      contract,
      contractName: name,
      contractSpecifier: "./contracts.js",
    });
    modules.set(name, text);
    writeIn(folder, `provider-${name}.ts`, text);
  }
});

describe("providerModule", () => {
  it("satisfies every contract under strict settings", () => {
    const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
  });

  it("gives the id, and an error that names each other member", () => {
    expect(modules.get("Composed")).toBe(`import type { Composed } from "./contracts.js";

const provider: Composed = {
  async dev(_options) {
    throw new Error("backend provider acme: dev() is not written yet");
  },
  id: "acme",
  more() {
    throw new Error("backend provider acme: more() is not written yet");
  },
};

export default provider;
`);
  });

  it("writes a function for a contract that is one", () => {
    expect(modules.get("Func")).toContain("const provider: Func = async (_config) => {\n");
  });

  it("throws as a whole where nothing can be derived", () => {
    expect(modules.get("Hidden")).toContain(
      'throw new Error("backend provider acme is not written yet");\n})();',
    );
  });

  it("knows no contract that is not there", async () => {
    const request = {
      contractFile: path.join(folder, "contracts.ts"),
      contractName: "Absent",
      tsconfig: undefined,
    };
    expect(await readContract(request)).toBeUndefined();
    expect(await readContract({ ...request, contractFile: path.join(folder, "absent.ts") })).toBeUndefined();
  });
});

describe("importSpecifier", () => {
  it.each([
    ["/a/b", "/a/b/c.ts", "./c.js", "./c.ts"],
    ["/a/b/d", "/a/b/c.mts", "../c.mjs", "../c.mts"],
    ["/a/b", "/a/x/c.tsx", "../x/c.js", "../x/c.tsx"],
    ["/a/b", "/a/b/c.cjs", "./c.cjs", "./c.cjs"],
  ])("from %s to %s is %s, or as on disk %s", (from, to, compiled, onDisk) => {
    expect(importSpecifier(from, to, "js")).toBe(compiled);
    expect(importSpecifier(from, to, "ts")).toBe(onDisk);
  });
});
