import { chmodSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeIn } from "../../support/folders.js";
import { cliFile, runProcess } from "../support/cli.js";
import { fixtureProject } from "../support/fixture-project.js";
import { runHere } from "../support/in-process.js";

const project = fixtureProject();
writeIn(project, "other.manifest.yaml", "version: 1\n");
const bin = temporaryFolder({ provc: `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" "$@"\n` });
chmodSync(path.join(bin, "provc"), 0o755);

/** What bash would offer at the end of a command line. */
async function bashOffers(line: string): Promise<string[]> {
  const script = `eval "$(provc completion bash)"
complete -p provc >/dev/null || exit 1
compopt() { :; }
COMP_LINE="$1" COMP_POINT=\${#1}
_provc
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const { code, stdout, stderr } = await runProcess("bash", ["-c", script, "bash", line], {
    cwd: project,
    env,
  });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter(Boolean);
}

describe("the completion script for bash", () => {
  it.each([
    ["provc des", ["describe"]],
    ["provc list ", ["isolation", "sink"]],
    ["provc describe isolation ", ["gvisor", "isolate"]],
    ["provc list --js", ["--json"]],
    ["provc --manifest other.man", ["other.manifest.yaml"]],
    // Readline has cut the word behind the equals sign.
    ["provc resolve isolation auto --with runtime=o", ["oci"]],
    ["provc no-such-command x", []],
  ])("completes %s", async (line, expected) => expect(await bashOffers(line)).toEqual(expected));
});

describe("what completion scripts ask", () => {
  const ask = (cwd: string, ...words: string[]) => runHere(["__complete", ...words], { cwd });

  it("answers a candidate a line, with its description after a tab", async () => {
    expect(await ask(project, "list", "")).toEqual({
      code: 0,
      stdout: "isolation\tIsolation backend\nsink\tEvent sink\n:none\n",
      stderr: "",
    });
  });

  it("is silent about a broken project", async () => {
    const broken = temporaryFolder({ "providers.manifest.yaml": "", "generated/catalogue.json": "{" });
    expect(await ask(broken, "list", "")).toEqual({ code: 0, stdout: ":none\n", stderr: "" });
    expect(await ask(broken, "list", "--manifest", "nowhere.yaml", "")).toEqual({
      code: 0,
      stdout: ":none\n",
      stderr: "",
    });
  });

  it("asks the project that --manifest names", async () => {
    const manifest = path.join(project, "providers.manifest.yaml");
    expect((await ask(bin, "--manifest", manifest, "list", "s")).stdout).toBe("sink\tEvent sink\n:none\n");
  });
});

describe("provc completion", () => {
  it.each(["bash", "fish", "zsh"])("prints a script for %s that asks the program", async (shell) => {
    const { code, stdout } = await runHere(["completion", shell], { cwd: bin });
    expect(code).toBe(0);
    expect(stdout).toContain("provc __complete");
  });
});
