import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import { writeIn } from "../support/folders.js";
import { fixtureProject } from "./support/fixture-project.js";
import { testContext } from "./support/test-context.js";

const project = fixtureProject();
const definition = (fields: string): string =>
  `{ requires: { npm: {}, commands: [] }, capabilities: {}, description: "", load: async () => ({}), ${fields} }`;
writeIn(
  project,
  "extra.mjs",
  `export const quick = ${definition(`
    id: "acme:quick", kind: "isolation", title: "Quick", description: "Runs at once.",
    capabilities: { runtime: ["oci"] }, requires: { npm: { quick: "^1" }, commands: [] },
    schema: { type: "object", required: ["root"], properties: { root: { type: "string", description: "Where." } } }`)};
  export const lax = ${definition('id: "acme:lax", kind: "sink", title: "Lax"')};
  export const broken = ${definition('id: "acme:broken", kind: "sink", title: "Broken", schema: { type: "nope" }')};
  export const standard = ${definition(`id: "acme:standard", kind: "sink", title: "Standard",
    schema: { "~standard": { version: 1, vendor: "acme", validate: (value) => ({ value }) } }`)};`,
);

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { context, stdout, stderr } = testContext(project);
  const code = await main([...args, "--import", "./extra.mjs"], context);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe("providers that a module registers", () => {
  it("are listed among those of the manifest, sorted", async () => {
    expect(await run("list")).toEqual({
      code: 0,
      stderr: "",
      stdout: `KIND       ID             TITLE                      CAPABILITIES
isolation  acme:quick     Quick                      runtime=oci
isolation  gvisor         gVisor (deprecated)        network, runtime=oci
isolation  isolate        Isolate
isolation  auto           routes to gvisor, isolate
sink       acme:broken    Broken
sink       acme:lax       Lax
sink       acme:standard  Standard
sink       http           HTTP with a second line
`,
    });
    const { kinds } = JSON.parse((await run("list", "isolation", "--json")).stdout);
    expect(kinds[0].providers[0]).toEqual({
      ...{ id: "acme:quick", title: "Quick", description: "Runs at once." },
      ...{ capabilities: { runtime: ["oci"] }, requires: { npm: { quick: "^1" }, commands: [] } },
    });
  });

  it("are described with the settings that their schema has", async () => {
    const { stdout } = await run("describe", "isolation", "acme:quick");
    expect(stdout).toContain("isolation acme:quick  Quick\nRuns at once.\n");
    expect(stdout).toContain("chosen by     isolation.provider: acme:quick\n");
    expect(stdout).toMatch(/\nroot +string +yes +Where\.\n/);
    expect(stdout).not.toContain("module");
    const answer = JSON.parse((await run("describe", "isolation", "acme:quick", "--json")).stdout);
    expect(answer.schema).toMatchObject({ required: ["root"], additionalProperties: false });
    expect(answer.fields).toHaveLength(1);
  });

  it("are described without the settings that no JSON Schema tells", async () => {
    expect(await run("describe", "sink", "acme:standard")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("\n\nNo JSON Schema describes its settings.\n"),
    });
    const answer = JSON.parse((await run("describe", "sink", "acme:standard", "--json")).stdout);
    expect(answer).not.toHaveProperty("fields");
    expect(answer).not.toHaveProperty("schema");
    expect((await run("describe", "sink", "acme:lax")).stdout).toMatch(/\nengine +"acme:lax" +yes\n$/);
  });

  it("leave what the manifest says as it is", async () => {
    const { context, stdout } = testContext(project);
    await main(["describe", "isolation", "gvisor"], context);
    expect((await run("describe", "isolation", "gvisor")).stdout).toBe(stdout());
    expect((await run("resolve", "isolation", "auto", "--with", "runtime=node")).stdout).toBe("isolate\n");
  });

  it("are resolved by their own ids", async () => {
    expect(await run("resolve", "isolation", "acme:quick")).toEqual({
      ...{ code: 0, stdout: "acme:quick\n", stderr: "" },
    });
    const { code, stderr } = await run("resolve", "isolation", "acme:quik");
    expect(code).toBe(1);
    expect(stderr).toBe(
      'provc: unknown isolation backend "acme:quik"; available backends: [acme:quick auto gvisor isolate]; did you mean "acme:quick"?\n',
    );
  });

  it("are told with what is wrong with their schema", async () => {
    const { code, stdout, stderr } = await run("describe", "sink", "acme:broken");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^provc: .*acme:broken.*\n$/);
    expect(stderr).not.toContain("unexpected error");
  });
});

it("a module that is not there ends the command", async () => {
  for (const args of [["list"], ["describe", "sink", "http"], ["resolve", "isolation"]]) {
    const { context, stderr } = testContext(project);
    expect(await main([...args, "--import", "./missing.mjs"], context)).toBe(2);
    expect(stderr()).toBe("provc: --import: no such file: ./missing.mjs\n");
  }
});
