import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";
import { cliFile, runCli } from "./support/cli.js";
import { fixtureProject } from "./support/fixture-project.js";
import { runHere } from "./support/in-process.js";

const empty = temporaryFolder();
const project = fixtureProject();
const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../package.json"), "utf8"));

describe("provc", () => {
  it("prints its version", async () => {
    expect(await runCli(["--version"], { cwd: empty })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("lists the commands with examples on --help", async () => {
    const { code, stdout, stderr } = await runCli(["--help"], { cwd: empty });
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of [
      "init",
      "codegen",
      "validate",
      "list",
      "describe",
      "resolve",
      "add",
      "completion",
      "Examples:",
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it("says what it can do, and fails, without a command", async () => {
    const { code, stdout, stderr } = await runCli([], { cwd: empty });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: provc");
  });

  const badUsage: readonly (readonly [args: readonly string[], message: string])[] = [
    [["lsit"], "provc: unknown command 'lsit'; did you mean list?\n"],
    [["--jsno"], "provc: unknown option '--jsno'\n"],
    [["list", "--jsno"], "provc: unknown option '--jsno'; did you mean --json?\n"],
    [["list", "a", "b"], "provc: too many arguments for 'list'. Expected 1 argument but got 2.\n"],
    [["list", "codegen", "check"], "provc: too many arguments for 'list'. Expected 1 argument but got 2.\n"],
    [
      ["codegen", "check"],
      "provc: too many arguments for 'codegen'. Expected 0 arguments but got 1. Did you mean --check?\n",
    ],
    [
      ["describe", "isolation"],
      "provc: missing required argument 'id'; usage: provc describe [options] <kind> <id>\n",
    ],
    [
      ["migrate", "new"],
      "provc: missing required argument 'name'; usage: provc migrate new [options] <name>\n",
    ],
    [["completion"], "provc: missing required argument 'shell'; allowed choices are bash, fish, zsh\n"],
    [["help", "codgen"], "provc: unknown command 'codgen'; did you mean codegen?\n"],
    [["list", "--manifest"], "provc: option '--manifest <file>' argument missing\n"],
    [["list", "--manifest", "nowhere.yaml"], "provc: manifest not found: nowhere.yaml\n"],
    [
      ["list", "--manifest", "generated"],
      "provc: manifest not found: generated is a folder without providers.manifest.yaml\n",
    ],
    [
      ["completion", "tcsh"],
      "provc: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, fish, zsh.\n",
    ],
  ];
  it.each(badUsage)("answers %j with one line and status 2", async (args, message) => {
    expect(await runHere(args, { cwd: project })).toEqual({ code: 2, stdout: "", stderr: message });
  });

  it("prints nothing of its arguments that steers a terminal", async () => {
    for (const args of [["\u001b[31mx"], ["list", "\u001b[31mx\ny"], ["list", "--manifest", "\u001b[31mx"]]) {
      const { stderr } = await runHere(args, { cwd: project });
      expect(stderr).toMatch(/^provc: .+\n$/);
      expect(stderr).not.toContain("\u001b");
    }
  });

  it("takes global options before and after the command", async () => {
    const manifest = path.join(project, "providers.manifest.yaml");
    const before = await runHere(["--manifest", manifest, "list"], { cwd: empty });
    const after = await runHere(["list", "--manifest", manifest], { cwd: empty });
    expect(before.stdout).toContain("gvisor");
    expect(after).toEqual(before);
  });

  it("takes the manifest's folder for the manifest", async () => {
    const named = await runHere(["list", "--manifest", path.join(project, "providers.manifest.yaml")], {
      cwd: empty,
    });
    expect(named.code).toBe(0);
    expect(await runHere(["list", "--manifest", project], { cwd: empty })).toEqual(named);
  });

  it("says that there is no manifest where a kind is unknown", async () => {
    const { code, stderr } = await runHere(["list", "storage"], { cwd: empty });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^provc: unknown kind "storage"; available kinds: \[.*\]; these are shipped with provc, for there is no providers\.manifest\.yaml here or in a folder above\n$/,
      ),
    ]);
    const { stderr: known } = await runHere(["list", "storage"], { cwd: project });
    expect(known).not.toContain("manifest");
  });

  it("shows the help of a command by name", async () => {
    const { code, stdout } = await runHere(["help", "codegen"], { cwd: empty });
    expect([code, stdout.split("\n")[0]]).toEqual([0, "Usage: provc codegen [options]"]);
  });

  it("ends quietly and keeps its status when its reader goes away", async () => {
    const child = spawn(process.execPath, [cliFile, "list", "--json"], {
      cwd: project,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, "close");
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("has colour where it is forced, and none where it is refused", async () => {
    const { stdout: forced } = await runCli(["list"], { cwd: project, env: { FORCE_COLOR: "1" } });
    const { stdout: refused } = await runCli(["list"], {
      cwd: project,
      env: { FORCE_COLOR: "1", NO_COLOR: "1" },
    });
    const { stdout: piped } = await runCli(["list"], { cwd: project });
    expect(forced).toContain("\u001b[");
    expect(refused).not.toContain("\u001b[");
    expect(piped).toBe(refused);
  });
});

describe("every command", () => {
  it("has examples in its help, and mentions the global options", async () => {
    const { stdout } = await runHere(["--help"], { cwd: empty });
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)[ [<|]/gm)].map(([, name]) => name ?? "");
    expect(commands.length).toBeGreaterThanOrEqual(11);
    for (const name of commands.filter((command) => command !== "help")) {
      const { code, stdout: help } = await runHere([name, "--help"], { cwd: empty });
      expect(code, name).toBe(0);
      expect(help, name).toContain("--manifest");
      expect(help, name).toContain("Examples:");
    }
  });
});
