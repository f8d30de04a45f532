import { describe, expect, it } from "vitest";
import { runCli } from "../../cli/support/cli.js";
import { temporaryFolder } from "../../support/folders.js";

const project = {
  "package.json": '{ "type": "module" }',
  "contract.ts": "export interface Store { open(): void }\n",
  "memory.ts": "export default { open() {} };\n",
  "providers.manifest.yaml": [
    "version: 1",
    "kinds:",
    "  store:",
    "    title: Store",
    "    contract: ./contract.ts#Store",
    "    providers:",
    "      memory:",
    "        module: ./memory.ts",
    "        schema: {type: object, required: [size], properties: {size: {type: integer, maximum: 9}, key: {type: string, x-secret: true, examples: [CANARY]}}}",
    "",
  ].join("\n"),
};

describe("provc verify", () => {
  const folder = temporaryFolder(project);
  const verify = (...options: string[]) => runCli(["verify", "--cases", "90", ...options], { cwd: folder });

  it("prints tables, what types cannot express, and the sum in the last line", async () => {
    const { code, stdout, stderr } = await verify();
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toBe("90 cases, 0 disagreements");
    expect(lines[0]).toMatch(/^SUBJECT +CASES +VALID +DISAGREEMENTS$/);
    expect(lines[1]).toMatch(/^store\/memory +45 +\d+ +0$/);
    expect(stdout).toMatch(/^types: cannot express, and so accepted: .*maximum \(\d+\)/m);
    expect(stdout).not.toContain("CANARY");
  });

  it("prints the same for the same seed, as JSON on request", async () => {
    const [one, two, other] = [
      await verify("--json"),
      await verify("--json"),
      await verify("--json", "--seed", "9"),
    ];
    expect(two.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
    expect(JSON.parse(one.stdout)).toMatchObject({ version: 1, seed: 1, cases: 90, disagreements: [] });
  });

  it.each([
    [
      ["--kind", "stores"],
      1,
      'provc: unknown kind "stores"; available kinds: [store]; did you mean "store"?\n',
    ],
    [["--cases", "-1"], 2, /^provc: option '--cases <count>' argument '-1' is invalid/],
    [["--manifest", "nowhere.yaml"], 2, "provc: manifest not found: nowhere.yaml\n"],
  ])("%j ends with %i", async (options, status, message) => {
    const { code, stderr } = await verify(...options);
    expect(code).toBe(status);
    if (typeof message === "string") expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });

  it("shows what is wrong with the manifest", async () => {
    const broken = temporaryFolder({ ...project, "providers.manifest.yaml": "version: 1\nkinds: 5\n" });
    const { code, stderr } = await runCli(["verify"], { cwd: broken });
    expect(code).toBe(1);
    expect(stderr).toContain("providers.manifest.yaml:2:8");
  });
});
