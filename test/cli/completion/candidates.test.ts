import { describe, expect, it } from "vitest";
import { complete } from "../../../src/cli/completion/candidates.js";
import { createProgram } from "../../../src/cli/program.js";
import { fixtureCatalogue } from "../support/fixture-project.js";
import { testContext } from "../support/test-context.js";

const program = createProgram(testContext("/").context);

function offered(...words: string[]): string[] {
  return complete(program, words, () => fixtureCatalogue).candidates.map(({ value }) => value);
}

describe("complete", () => {
  it("offers the commands, with what they do, and never hidden ones", () => {
    const { candidates } = complete(program, [""], () => fixtureCatalogue);
    expect(candidates.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["list", "describe", "resolve", "add"]),
    );
    expect(candidates.every(({ description }) => description !== undefined && description !== "")).toBe(true);
  });

  it("offers what the word begins with", () => {
    expect(offered("des")).toEqual(["describe"]);
    expect(offered("nothing-like-it")).toEqual([]);
  });

  it("offers options of the command and of the program", () => {
    expect(offered("list", "--")).toEqual(expect.arrayContaining(["--json", "--help", "--manifest"]));
    expect(offered("list", "--j")).toEqual(["--json"]);
    expect(offered("list", "--", "--j")).toEqual([]);
  });

  it("offers kinds, ids, virtual ids and inputs", () => {
    expect(offered("list", "")).toEqual(["isolation", "sink"]);
    expect(offered("describe", "isolation", "")).toEqual(["gvisor", "isolate"]);
    expect(offered("describe", "--json", "isolation", "g")).toEqual(["gvisor"]);
    expect(offered("resolve", "isolation", "")).toEqual(["auto"]);
    expect(offered("resolve", "isolation", "auto", "--with", "")).toEqual([
      "cores=1",
      "cores=8",
      "runtime=node",
      "runtime=oci",
      "runtime=wasm",
    ]);
  });

  it("offers nothing for a new id, an unknown kind, and beyond the last argument", () => {
    expect(offered("add", "isolation", "")).toEqual([]);
    expect(offered("describe", "other", "")).toEqual([]);
    expect(offered("describe", "isolation", "gvisor", "")).toEqual([]);
  });

  it("offers fixed choices", () => {
    expect(offered("completion", "")).toEqual(["bash", "fish", "zsh"]);
    expect(offered("migrate", "up", "--strategy", "")).toEqual([
      "pre_deploy",
      "post_deploy",
      "manual",
      "all",
    ]);
  });

  it("offers the commands below migrate, and their own options", () => {
    expect(offered("migrate", "")).toEqual(["plan", "status", "up", "down", "resolve", "new", "help"]);
    expect(offered("migrate", "down", "--d")).toEqual(["--database", "--dry-run"]);
    expect(offered("migrate", "resolve", "1", "--r")).toEqual(["--rolled-back"]);
  });

  it("leaves files and folders to the shell, and skips the values of options", () => {
    expect(complete(program, ["list", "--manifest", ""], () => undefined).paths).toBe("files");
    expect(complete(program, ["--out", ""], () => undefined).paths).toBe("folders");
    expect(offered("--manifest", "list", "des")).toEqual(["describe"]);
  });

  it("does not need a catalogue", () => {
    expect(complete(program, ["list", ""], () => undefined)).toEqual({ candidates: [], paths: "none" });
    let asked = false;
    complete(program, ["li"], () => {
      asked = true;
      return undefined;
    });
    expect(asked).toBe(false);
  });
});
