import { describe, expect, it } from "vitest";
import { exampleOf, hostile, viewer } from "./support/page-viewer.js";

const view = viewer();

describe("the catalogue", () => {
  it("shows the kinds, and leads to each", async () => {
    await view.open("", "Catalogue");
    const names = await view.page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
    expect(names).toEqual([
      ...[
        "Backend provider",
        hostile,
        "Isolation backend",
        "Migration engine",
        "Speech to text",
        "Voice backend",
      ],
    ]);
    await view.page.getByRole("link", { name: "Isolation backend" }).click();
    await view.page.getByRole("heading", { level: 1, name: "Isolation backend" }).waitFor();
    expect(await view.page.title()).toBe("Isolation backend · provc");
    expect(view.complaints).toEqual([]);
  });

  it("shows what providers can do, whether they can run here, and the routing", async () => {
    await view.open("#/kinds/isolation", "Isolation backend");
    const matrix = view.page.getByRole("table", { name: "Capabilities" });
    const rows = await matrix.getByRole("row").allInnerTexts();
    expect(rows.map((row) => row.split("\t"))).toEqual([
      ["backend", "availability", "max_concurrency", "name", "supported_isolations", "supported_runtimes"],
      ["gvisor", "available", "4", "gvisor", "gvisor", "oci"],
      ["isolate", "available", "4", "workerd", "isolate", "node, wasm"],
      ["microvm", "unavailable: no kernel", "4", "qemu", "microvm", "archive, go, node, oci, python"],
    ]);
    await view.page.getByRole("table", { name: "Routing of auto" }).waitFor();
    await view.picture("page-kind");
    await matrix.getByRole("link", { name: "microvm" }).click();
    await view.page.waitForFunction(() => document.activeElement?.textContent?.endsWith("microvm"));
    expect(await view.page.evaluate(() => document.activeElement?.tagName)).toBe("H2");
    expect(view.complaints).toEqual([]);
  });

  it("makes a form of a schema, and checks it while it is filled in", async () => {
    await view.open("#/kinds/backend", "Backend provider");
    await view.page.getByText("Config form of generic").click();
    const section = view.page.getByRole("region", { name: "Generic command" });
    await section.getByText("The config is valid.").waitFor();
    await section.getByRole("button", { name: "Fill in the example" }).click();
    const command = section.getByLabel(/^command/);
    expect(await command.inputValue()).toBe("npm\nrun\ndev");
    await section.getByLabel("signal", { exact: false }).selectOption("SIGTERM");
    await section.getByLabel("timeout", { exact: false }).fill("soon");
    await section.getByText("backend.providers.generic.dev.shutdown.timeout must").waitFor();
    expect(await section.getByLabel("timeout", { exact: false }).getAttribute("aria-invalid")).toBe("true");
    await section.getByLabel("timeout", { exact: false }).fill("20s");
    await section.getByText("The config is valid.").waitFor();
    const shown = JSON.parse((await section.locator("details pre").first().textContent()) ?? "");
    expect(shown.backend).toMatchObject({
      provider: "generic",
      providers: {
        generic: { dev: { command: ["npm", "run", "dev"], shutdown: { signal: "SIGTERM", timeout: "20s" } } },
      },
    });
    await view.picture("page-form", false);
    expect(view.complaints).toEqual([]);
  });

  it("takes the example of every provider back as a valid config, whole", async () => {
    for (const [kind, heading] of [
      ["backend", "Backend provider"],
      ["migration", "Migration engine"],
      ["stt", "Speech to text"],
      ["voice", "Voice backend"],
      ["isolation", "Isolation backend"],
    ] as const) {
      await view.open(`#/kinds/${kind}`, heading);
      for (const section of await view.page.getByRole("main").locator("section").all()) {
        const id = (await section.locator("h2 code").textContent()) ?? "";
        await section.locator("summary").first().click();
        const fill = section.getByRole("button", { name: "Fill in the example" });
        if ((await fill.count()) === 0) continue;
        await fill.click();
        await section.getByText("The config is valid.").waitFor();
        const shown = await section.locator("details pre").first().textContent();
        const example = exampleOf(kind, id);
        const whole = kind === "backend" || kind === "isolation" || kind === "voice";
        const places = { backend: "providers", isolation: "backends", voice: "providers" } as Record<
          string,
          string
        >;
        const value = JSON.parse(shown ?? "")[kind] ?? JSON.parse(shown ?? "");
        if (whole) expect(value[places[kind] ?? ""][id], id).toEqual(example);
        else expect(JSON.stringify(value), id).toContain(JSON.stringify(example).slice(-30));
      }
    }
    expect(view.complaints).toEqual([]);
  });

  it("hides secrets, but for the names of variables", async () => {
    await view.open("#/kinds/voice/livekit", "Voice backend");
    const section = view.page.getByRole("region", { name: "livekit" });
    await section.locator("summary").first().click();
    const key = section.getByLabel(/^api_secret/);
    expect(
      await key.evaluate((input) => getComputedStyle(input).getPropertyValue("-webkit-text-security")),
    ).toBe("disc");
    await key.fill("s3cret-canary");
    const shown = section.locator("details pre").first();
    await shown.getByText("********").waitFor();
    expect(await view.page.locator("body").textContent()).not.toContain("s3cret-canary");
    await key.fill("${LIVEKIT_API_SECRET}");
    await shown.getByText("${LIVEKIT_API_SECRET}").waitFor();
    expect(view.complaints).toEqual([]);
  });

  it("shows hostile texts as texts", async () => {
    await view.open("#/kinds/hostile", hostile);
    await view.page.locator("summary").first().click();
    await view.page.getByRole("button", { name: "Fill in the example" }).click();
    expect(await view.page.locator("main img, main script").count()).toBe(0);
    expect(await view.page.title()).toBe(`${hostile} · provc`);
    expect(view.complaints).toEqual([]);
  });
});

describe("validation", () => {
  it("says what the command line says, while the text is written", async () => {
    await view.open("#/validate", "Validate");
    await view.page.getByLabel("Config document").fill("project:\n  name: shop\n");
    await view.page.getByText("The document is valid.").waitFor();
    await view.page.getByLabel("Config document").fill("backend:\n  provider: genric\n  providers: {}\n");
    await view.page
      .getByText('unknown backend provider "genric"; available providers: [encore-ts generic]')
      .waitFor();
    await view.picture("page-validate");
    await view.page.getByRole("button", { name: "2:13" }).click();
    const selected = await view.page
      .getByLabel("Config document")
      .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(selected).toBe("genric");
    await view.page.getByLabel("File name").fill("x.json");
    await view.page.getByText("syntax").first().waitFor();
    expect(view.complaints).toEqual([]);
  });

  it("takes variables from the person, and shows hostile documents as texts", async () => {
    await view.open("#/validate", "Validate");
    await view.page.getByLabel("Config document").fill("project:\n  name: ${SHOP}\n");
    await view.page.getByText("needs the environment variable SHOP, which is not set").waitFor();
    await view.page.getByLabel("Variables").fill("SHOP=shop=1\n# nothing\n");
    await view.page.getByText("The document is valid.").waitFor();
    const words = JSON.stringify(hostile.replaceAll("$", ""));
    const document = `project:\n  name: shop\n  ${words}: 1\nbackend:\n  provider: ${words}\n  providers: {}\n`;
    await view.page.getByLabel("Config document").fill(document);
    await view.page.getByText("unknown backend provider").waitFor();
    expect(await view.page.locator("main img").count()).toBe(0);
    expect(await view.page.title()).toBe("Validate · provc");
    expect(view.complaints).toEqual([]);
  });

  it("stands a document with thousands of mistakes", async () => {
    await view.open("#/validate", "Validate");
    const lines = Array.from({ length: 8000 }, (_, index) => `unknown_${index}: 1`);
    const write = (text: string): Promise<void> =>
      view.page.getByLabel("Config document").evaluate((area: HTMLTextAreaElement, value) => {
        area.value = value;
        area.dispatchEvent(new Event("input"));
      }, text);
    await write(lines.join("\n"));
    await view.page.getByText("800 more follow. 7001 more mistakes are not shown.").waitFor();
    expect(await view.page.locator(".findings li").count()).toBe(201);
    await write("x".repeat(300_000));
    await view.page.getByText("the body is larger than 262144 bytes").waitFor();
  });
});

describe("workloads", () => {
  it("runs one, follows its log, and shows what it gave", async () => {
    await view.open("#/workloads", "Workloads");
    const script = { log: ["first", hostile], err: ["bad"], sleepMs: 200, output: { answer: 42 } };
    await view.page.getByLabel("Code").fill(JSON.stringify(script));
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("completed").waitFor();
    expect(await view.page.getByRole("log").textContent()).toBe(`first\n${hostile}\nbad\n`);
    expect(await view.page.getByLabel("Output").textContent()).toBe('{"answer":42}');
    expect(await view.page.locator("main img").count()).toBe(0);
    await view.page.getByRole("link", { name: "Workloads" }).first().click();
    await view.page.getByRole("table").getByText("completed").waitFor();
    expect(view.complaints).toEqual([]);
  });

  it("shows the log of one that ended with another exit code", async () => {
    await view.open("#/workloads", "Workloads");
    const script = {
      log: ["reading 3 orders", "2 of 3 done"],
      err: ["order 3 has no price"],
      exit: 3,
      output: { done: 2 },
    };
    await view.page.getByLabel("Code").fill(JSON.stringify(script));
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("completed").waitFor();
    await view.page.getByText("order 3 has no price").waitFor();
    expect(await view.page.locator(".log .stderr").allTextContents()).toEqual(["order 3 has no price\n"]);
    await view.picture("page-workload");
    expect(view.complaints).toEqual([]);
  });

  it("ends one that runs", async () => {
    await view.open("#/workloads", "Workloads");
    await view.page.getByLabel("Code").fill('{"sleepMs":60000}');
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("running").waitFor();
    await view.page.getByRole("button", { name: "Kill" }).click();
    await view.page.getByText("killed on request").waitFor();
    expect(await view.page.getByRole("button", { name: "Kill" }).count()).toBe(0);
    expect(view.complaints).toEqual([]);
  });

  it("runs a program from a file", async () => {
    await view.open("#/workloads", "Workloads");
    await view.page.getByText("Something else than code").click();
    const buffer = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(100_000)]);
    await view.page.getByLabel("File").setInputFiles({ name: "p.tgz", mimeType: "application/gzip", buffer });
    await view.page.getByLabel("Input").fill('{"from":"a file"}');
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByRole("heading", { level: 2, name: "Output" }).waitFor();
    expect(await view.page.getByLabel("Output").textContent()).toBe('{"from":"a file"}');
    await view.open("#/workloads", "Workloads");
    await view.page.getByText("Something else than code").click();
    await view.page.getByLabel("Image").fill(hostile);
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("this server has no folder of images").waitFor();
    await view.page.getByLabel("Input").fill("{");
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("the input is no JSON").waitFor();
  });

  it("shows why one is refused", async () => {
    await view.open("#/workloads", "Workloads");
    await view.page.getByLabel("Runtime").selectOption("python");
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText('backend "microvm" is not available: no kernel').waitFor();
  });
});
