import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as kinds from "../../../generated/index.js";
import { type Api, createApi } from "../../../src/api/index.js";
import { type HttpServer, listen } from "../../../src/cli/serve/http-server.js";
import type { Catalogue } from "../../../src/cli/workspace/catalogue.js";
import { createRegistry } from "../../../src/registry/create-registry.js";
import { fakeIsolation } from "../../api/support/fake-backends.js";
import { accessibilityProblems } from "./support/accessibility.js";

const token = "0123456789abcdef-token";
const hostile = '<img src=x onerror="document.title=1">`${x}`</script>';
const pictures = path.resolve(import.meta.dirname, "../../../docs/pictures");

const catalogue: Catalogue = JSON.parse(
  readFileSync(new URL("../../../generated/catalogue.json", import.meta.url), "utf8"),
);

let browser: Browser;
let page: Page;
let url: string;
let lockedUrl: string;
let complaints: string[];
const opened: { api: Api; server: HttpServer; dispose(): Promise<void> }[] = [];

/** A kind from a hostile manifest. */
const hostileKind = createRegistry({
  ...{
    id: "hostile",
    title: hostile,
    description: hostile,
    noun: "provider",
    onDuplicate: "error",
    routing: {},
  },
  providers: {},
} as never).register({
  ...{
    id: hostile,
    title: hostile,
    description: hostile,
    capabilities: { [hostile]: hostile },
    provider: {},
  },
  schema: {
    type: "object",
    properties: { [hostile]: { type: "string", title: hostile, description: hostile, examples: [hostile] } },
    examples: [{ [hostile]: hostile }],
  },
} as never);

async function start(options: { readonly token?: string }): Promise<string> {
  const { isolation, dispose } = await fakeIsolation();
  const { backendRegistry, isolationRegistry, migrationRegistry, sttRegistry, voiceRegistry } = kinds;
  const registries = [
    backendRegistry,
    isolationRegistry,
    migrationRegistry,
    sttRegistry,
    voiceRegistry,
    hostileKind,
  ];
  const exampleOf = (kind: string, id: string): unknown =>
    catalogue.kinds.find((one) => one.id === kind)?.providers.find((one) => one.id === id)?.example;
  const api = await createApi({
    exampleOf,
    ...{
      registries: registries as never,
      isolation,
      document: kinds.documentDefinition,
      hosts: ["127.0.0.1"],
    },
    ...options,
  });
  const server = await listen(api.fetch, "127.0.0.1", 0);
  opened.push({ api, server, dispose });
  return `http://127.0.0.1:${server.port}/`;
}

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  url = await start({});
  lockedUrl = await start({ token });
});

afterAll(async () => {
  await browser?.close();
  for (const { api, server, dispose } of opened) {
    await Promise.all([server.close(), api.close()]);
    await dispose();
  }
});

beforeEach(async () => {
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
});

afterEach(async () => {
  await page.close();
});

async function open(hash: string, heading: string): Promise<void> {
  await page.goto(url + hash);
  await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
}

/** With UPDATE_PICTURES=1 the pictures of the documentation are taken. */
async function picture(name: string, fullPage = true): Promise<void> {
  if (process.env.UPDATE_PICTURES === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage });
}

describe("the catalogue", () => {
  it("shows the kinds, and leads to each", async () => {
    await open("", "Catalogue");
    const names = await page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
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
    await page.getByRole("link", { name: "Isolation backend" }).click();
    await page.getByRole("heading", { level: 1, name: "Isolation backend" }).waitFor();
    expect(await page.title()).toBe("Isolation backend · provc");
    expect(complaints).toEqual([]);
  });

  it("shows what providers can do, whether they can run here, and the routing", async () => {
    await open("#/kinds/isolation", "Isolation backend");
    const matrix = page.getByRole("table", { name: "Capabilities" });
    const rows = await matrix.getByRole("row").allInnerTexts();
    expect(rows.map((row) => row.split("\t"))).toEqual([
      ["Capability", "gvisor", "isolate", "microvm"],
      ["availability", "available", "available", "unavailable: no kernel"],
      ["max_concurrency", "4", "4", "4"],
      ["name", "gvisor", "workerd", "qemu"],
      ["supported_isolations", "gvisor", "isolate", "microvm"],
      ["supported_runtimes", "oci", "node, wasm", "archive, go, node, oci, python"],
    ]);
    await page.getByRole("table", { name: "Routing of auto" }).waitFor();
    await picture("page-kind");
    expect(complaints).toEqual([]);
  });

  it("makes a form of a schema, and checks it while it is filled in", async () => {
    await open("#/kinds/backend", "Backend provider");
    await page.getByText("Config form of generic").click();
    const section = page.getByRole("region", { name: "Generic command" });
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
    await picture("page-form", false);
    expect(complaints).toEqual([]);
  });

  it("takes the example of every provider back as a valid config", async () => {
    for (const [kind, heading] of [
      ...[
        ["backend", "Backend provider"],
        ["migration", "Migration engine"],
      ],
      ...[
        ["stt", "Speech to text"],
        ["voice", "Voice backend"],
        ["isolation", "Isolation backend"],
      ],
    ] as [string, string][]) {
      await open(`#/kinds/${kind}`, heading);
      for (const section of await page.getByRole("main").locator("section").all()) {
        await section.locator("summary").first().click();
        const fill = section.getByRole("button", { name: "Fill in the example" });
        if ((await fill.count()) === 0) continue;
        await fill.click();
        await section.getByText("The config is valid.").waitFor();
      }
    }
    expect(complaints).toEqual([]);
  });

  it("shows hostile texts as texts", async () => {
    await open("#/kinds/hostile", hostile);
    await page.locator("summary").first().click();
    await page.getByRole("button", { name: "Fill in the example" }).click();
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toBe(`${hostile} · provc`);
    expect(complaints).toEqual([]);
  });
});

describe("validation", () => {
  it("says what the command line says, while the text is written", async () => {
    await open("#/validate", "Validate");
    await page.getByLabel("Config document").fill("project:\n  name: shop\n");
    await page.getByText("The document is valid.").waitFor();
    await page.getByLabel("Config document").fill("backend:\n  provider: genric\n  providers: {}\n");
    await page
      .getByText('unknown backend provider "genric"; available providers: [encore-ts generic]')
      .waitFor();
    await picture("page-validate");
    await page.getByRole("button", { name: "2:13" }).click();
    const selected = await page
      .getByLabel("Config document")
      .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(selected).toBe("genric");
    await page.getByLabel("File name").fill("x.json");
    await page.getByText("syntax").first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("workloads", () => {
  it("runs one, follows its log, and shows what it gave", async () => {
    await open("#/workloads", "Workloads");
    const script = { log: ["first", hostile], err: ["bad"], sleepMs: 200, output: { answer: 42 } };
    await page.getByLabel("Code").fill(JSON.stringify(script));
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("completed").waitFor();
    expect(await page.getByRole("log").textContent()).toBe(`first\n${hostile}\nbad\n`);
    expect(await page.getByLabel("Output").textContent()).toBe('{"answer":42}');
    expect(await page.locator("main img").count()).toBe(0);
    await page.getByRole("link", { name: "Workloads" }).first().click();
    await page.getByRole("table").getByText("completed").waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows the log of one that ended with another exit code", async () => {
    await open("#/workloads", "Workloads");
    const script = {
      log: ["reading 3 orders", "2 of 3 done"],
      err: ["order 3 has no price"],
      exit: 3,
      output: { done: 2 },
    };
    await page.getByLabel("Code").fill(JSON.stringify(script));
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("completed").waitFor();
    await page.getByText("order 3 has no price").waitFor();
    expect(await page.locator(".log .stderr").allTextContents()).toEqual(["order 3 has no price\n"]);
    await picture("page-workload");
    expect(complaints).toEqual([]);
  });

  it("ends one that runs", async () => {
    await open("#/workloads", "Workloads");
    await page.getByLabel("Code").fill('{"sleepMs":60000}');
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("running").waitFor();
    await page.getByRole("button", { name: "Kill" }).click();
    await page.getByText("killed on request").waitFor();
    expect(await page.getByRole("button", { name: "Kill" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("shows why one is refused", async () => {
    await open("#/workloads", "Workloads");
    await page.getByLabel("Runtime").selectOption("python");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText('backend "microvm" is not available: no kernel').waitFor();
  });
});

describe("for everybody", () => {
  it.each(["light", "dark"] as const)(
    "has names, labels, landmarks and contrast in the %s scheme",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await open("", "Catalogue");
      expect(await accessibilityProblems(page)).toEqual([]);
      for (const [hash, heading] of [
        ...[
          ["#/kinds/backend", "Backend provider"],
          ["#/kinds/migration", "Migration engine"],
        ],
        ...[
          ["#/kinds/isolation", "Isolation backend"],
          ["#/validate", "Validate"],
          ["#/workloads", "Workloads"],
        ],
        ["#/kinds/nothing", "That did not work"],
      ] as [string, string][]) {
        await open(hash, heading);
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await accessibilityProblems(page), hash).toEqual([]);
      }
    },
  );

  it("fits a narrow window", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const hash of ["", "#/kinds/isolation", "#/validate", "#/workloads"]) {
      await page.goto(url + hash);
      await page.locator("h1").waitFor();
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(tooWide, hash).toBe(false);
    }
  });

  it("can be used by keyboard alone", async () => {
    await open("", "Catalogue");
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.textContent ?? null);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Backend provider");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Backend provider" }).waitFor();
    expect(await focused()).toBe("Backend provider");
    for (let presses = 0; presses < 10 && !(await focused())?.startsWith("Config form"); presses++) {
      await page.keyboard.press("Tab");
    }
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outlineStyle,
    );
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Fill in the example" }).first().waitFor();
  });
});

describe("safety", () => {
  it("runs nothing that is not its own, and sends nothing elsewhere", async () => {
    await open("", "Catalogue");
    const ran = await page.evaluate(async () => {
      const attempts: Record<string, boolean> = {};
      const script = document.createElement("script");
      try {
        script.text = "window.inline = true";
        document.body.append(script);
      } catch {}
      attempts.inline = "inline" in window;
      // The debugger's own evaluations may use eval; a task of the page's may not.
      attempts.eval = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            // biome-ignore lint/security/noGlobalEval: it is what must not work
            resolve(eval("1") === 1);
          } catch {
            resolve(false);
          }
        }),
      );
      attempts.html = (() => {
        try {
          document.createElement("div").innerHTML = "<b>";
          return true;
        } catch {
          return false;
        }
      })();
      attempts.elsewhere = await fetch("http://127.0.0.1:9/").then(
        () => true,
        (error: Error) => !/Failed to fetch/.test(error.message),
      );
      return attempts;
    });
    expect(ran).toEqual({ inline: false, eval: false, html: false, elsewhere: false });
    expect(complaints.some((text) => /Content Security Policy/.test(text))).toBe(true);
  });

  it("asks for the token, keeps it for the tab, and sends it with everything", async () => {
    await page.goto(lockedUrl);
    await page.getByLabel("This server asks for its token").fill("wrong-token-wrong");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("This server asks for its token").fill(token);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("heading", { level: 1, name: "Catalogue" }).waitFor();
    await page.goto(`${lockedUrl}#/workloads`);
    await page.getByLabel("Code").fill('{"log":["with a token"],"output":1}');
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("log").getByText("with a token").waitFor();
    expect(await page.context().cookies()).toEqual([]);
    expect(page.url()).not.toContain(token);
  });

  it("lets a page of another origin read nothing and run nothing", async () => {
    await page.goto(lockedUrl);
    const outcome = await page.evaluate(async (target) => {
      const attempt = (path: string, options?: RequestInit): Promise<string> =>
        fetch(target + path, options).then(
          (response) => `answered ${response.status}`,
          () => "refused",
        );
      return [
        await attempt("v1/backends"),
        await attempt("v1/workloads", { method: "POST", body: "{}", mode: "no-cors" }),
      ];
    }, url);
    // The page's own policy refuses both; the server's own refusal is in test/api/access.test.ts.
    expect(outcome).toEqual(["refused", "refused"]);
  });
});
