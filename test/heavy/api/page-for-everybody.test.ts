import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createRegistry } from "../../../src/registry/create-registry.js";
import { temporaryFolder } from "../../support/folders.js";
import { accessibilityProblems } from "./support/accessibility.js";
import { emptyKind, startPageServer, viewer } from "./support/page-viewer.js";

const view = viewer();

describe("for everybody", () => {
  it.each(["light", "dark"] as const)(
    "has names, labels, landmarks and contrast in the %s scheme",
    async (colorScheme) => {
      await view.page.emulateMedia({ colorScheme });
      await view.open("", "Catalogue");
      expect(await accessibilityProblems(view.page)).toEqual([]);
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
        await view.open(hash, heading);
        for (const summary of await view.page.locator("summary").all()) await summary.click();
        expect(await accessibilityProblems(view.page), hash).toEqual([]);
      }
    },
  );

  it.each([320, 480, 768, 1280, 1920])("fits a window of %i pixels", async (width) => {
    await view.page.setViewportSize({ width, height: 640 });
    for (const hash of [
      "",
      "#/kinds/isolation",
      "#/kinds/hostile",
      "#/validate",
      "#/workloads",
      "#/kinds/x",
    ]) {
      await view.page.goto(view.url + hash);
      await view.page.reload();
      await view.page.locator("h1").waitFor();
      for (const summary of await view.page.locator("summary").all()) await summary.click();
      const tooWide = await view.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(tooWide, hash).toBe(false);
    }
  });

  it("moves nothing", async () => {
    await view.page.emulateMedia({ reducedMotion: "no-preference" });
    await view.open("#/kinds/isolation", "Isolation backend");
    const moving = await view.page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((one) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
          return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior !== "auto";
        }).length,
    );
    expect(moving).toBe(0);
  });

  it("can run and end a workload by keyboard alone", async () => {
    await view.open("#/workloads", "Workloads");
    const press = async (key: string, until: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        await view.page.keyboard.press(key);
        const words = await view.page.evaluate(() => {
          const { activeElement: one } = document;
          return (one as HTMLInputElement | null)?.labels?.[0]?.textContent ?? one?.textContent ?? "";
        });
        if (words.startsWith(until)) return;
      }
      throw new Error(`${until} is not reached`);
    };
    await press("Tab", "Code");
    await view.page.keyboard.press("Control+A");
    await view.page.keyboard.insertText('{"sleepMs":60000}');
    await press("Tab", "Run");
    await view.page.keyboard.press("Enter");
    await view.page.getByText("running").waitFor();
    await press("Tab", "Kill");
    await view.page.keyboard.press("Enter");
    await view.page.getByText("killed on request").waitFor();
    expect(view.complaints).toEqual([]);
  });

  it("can be used by keyboard alone", async () => {
    await view.open("", "Catalogue");
    const focused = (): Promise<string | null> =>
      view.page.evaluate(() => document.activeElement?.textContent ?? null);
    await view.page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    await view.page.keyboard.press("Enter");
    await view.page.keyboard.press("Tab");
    expect(await focused()).toBe("Backend provider");
    await view.page.keyboard.press("Enter");
    await view.page.getByRole("heading", { level: 1, name: "Backend provider" }).waitFor();
    expect(await focused()).toBe("Backend provider");
    for (let presses = 0; presses < 10 && !(await focused())?.startsWith("Config form"); presses++) {
      await view.page.keyboard.press("Tab");
    }
    const outline = await view.page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outlineStyle,
    );
    expect(outline).toBe("solid");
    await view.page.keyboard.press("Enter");
    await view.page.getByRole("button", { name: "Fill in the example" }).first().waitFor();
  });
});

describe("safety", () => {
  it("runs nothing that is not its own, and sends nothing elsewhere", async () => {
    await view.open("", "Catalogue");
    const ran = await view.page.evaluate(async () => {
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
    expect(view.complaints.some((text) => /Content Security Policy/.test(text))).toBe(true);
  });

  it("asks for the token, keeps it for the tab, and sends it with everything", async () => {
    const token = "0123456789abcdef-token";
    const locked = await startPageServer({ token, basePath: "/tools/provc" });
    onTestFinished(() => locked.close());
    await view.page.goto(locked.url);
    await view.page.getByLabel("This server asks for its token").fill("wrong-token-wrong");
    await view.page.getByRole("button", { name: "Continue" }).click();
    await view.page.getByText("That is not its token.").waitFor();
    await view.page.getByLabel("This server asks for its token").fill(token);
    await view.page.getByRole("button", { name: "Continue" }).click();
    await view.page.getByRole("heading", { level: 1, name: "Catalogue" }).waitFor();
    await view.page.goto(`${locked.url}#/workloads`);
    await view.page.getByLabel("Code").fill('{"log":["with a token"],"output":1}');
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByRole("log").getByText("with a token").waitFor();
    expect(await view.page.context().cookies()).toEqual([]);
    expect(view.page.url()).not.toContain(token);
  });

  it("lets a page of another origin read nothing and run nothing", async () => {
    const other = await startPageServer();
    onTestFinished(() => other.close());
    await view.page.goto(other.url);
    const outcome = await view.page.evaluate(async (target) => {
      const attempt = (path: string, options?: RequestInit): Promise<string> =>
        fetch(target + path, options).then(
          (response) => `answered ${response.status}`,
          () => "refused",
        );
      return [
        await attempt("v1/backends"),
        await attempt("v1/workloads", { method: "POST", body: "{}", mode: "no-cors" }),
      ];
    }, view.url);
    // The page's own policy refuses both; the server's own refusal is in test/api/access.test.ts.
    expect(outcome).toEqual(["refused", "refused"]);
  });
});

describe("much of it", () => {
  it("shows three hundred providers", async () => {
    const registry = createRegistry(emptyKind("many", "Many providers"));
    const properties = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`field_${index}`, { type: "string" }]),
    );
    for (let index = 0; index < 300; index++) {
      const id = `provider-${String(index).padStart(3, "0")}`;
      const capabilities = { first: index % 2 === 0, second: ["a", "b"] };
      registry.register({
        ...{ id, title: id, capabilities, provider: {}, schema: { type: "object", properties } },
      } as never);
    }
    const server = await startPageServer({ registries: [registry as never] });
    onTestFinished(() => server.close());
    await view.page.goto(server.url);
    await view.page.getByText("and 288 more").waitFor();
    await view.page.goto(`${server.url}#/kinds/many/provider-250`);
    await view.page.waitForFunction(() => document.activeElement?.textContent?.includes("provider-250"));
    expect(await view.page.getByRole("table").getByRole("row").count()).toBe(301);
    expect(await view.page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(12_000);
    await view.page.getByText("Config form of provider-250").click();
    await view.page.getByLabel("field_29").fill("x");
    await view.page.getByText("The config is valid.").waitFor();
    expect(view.complaints).toEqual([]);
  });
});

describe("a server that goes away", () => {
  it("is said to be gone, and followed further when it is back", async () => {
    const folder = temporaryFolder();
    const database = path.join(folder, "workloads.db");
    const first = await startPageServer({ database });
    await view.page.goto(`${first.url}#/workloads`);
    await view.page.getByLabel("Code").fill('{"log":["before"],"sleepMs":60000}');
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByRole("log").getByText("before").waitFor();
    await first.close();
    const second = await startPageServer({ database }, first.port);
    onTestFinished(() => second.close());
    await view.page.reload();
    await view.page.getByText("the server was shut down").waitFor();
    expect(await view.page.getByRole("log").textContent()).toBe("before\n");
    await view.page.getByRole("link", { name: "Workloads" }).first().click();
    await view.page.getByRole("table").getByText("killed").waitFor();
    await second.close();
    await view.page.getByText("The server does not answer.").waitFor();
    await view.page.getByRole("link", { name: "Catalogue" }).click();
    await view.page.getByRole("button", { name: "Try again" }).waitFor();
    const third = await startPageServer({ database }, first.port);
    onTestFinished(() => third.close());
    await view.page.getByRole("button", { name: "Try again" }).click();
    await view.page.getByRole("heading", { level: 1, name: "Catalogue" }).waitFor();
  });

  it("follows a log over a connection that breaks", async () => {
    let breaks = 2;
    await view.page.route("**/logs", async (route) => {
      if (breaks-- > 0) await route.abort();
      else await route.continue();
    });
    await view.open("#/workloads", "Workloads");
    await view.page.getByLabel("Code").fill('{"log":["one","two"],"sleepMs":2000}');
    await view.page.getByRole("button", { name: "Run" }).click();
    await view.page.getByText("trying again").waitFor();
    await view.page.getByText("completed").waitFor();
    expect(await view.page.getByRole("log").textContent()).toBe("one\ntwo\n");
    expect(await view.page.getByText("trying again").count()).toBe(0);
  });
});
