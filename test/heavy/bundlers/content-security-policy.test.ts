import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, servePages, visit } from "./support/browser-page.js";
import { bundlers } from "./support/bundlers.js";
import { programs, usedLines } from "./support/programs.js";
import { createStorageProject, type StorageProject } from "./support/storage-project.js";

const repository = path.resolve(import.meta.dirname, "../../..");
const html = (script: string): string =>
  `<!doctype html><script type="module" src="${script}"></script><body></body>`;

/** Every validator that codegen has written for this repository and for its golden models. */
const validators = ["generated", "test/golden"]
  .flatMap((folder) =>
    readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(folder, file),
    ),
  )
  .filter((file) => file.endsWith(".validator.js"))
  .sort();

/** Imports validators and lets them judge a few values; `report` takes one line. */
const tryValidators = (report: string): string => `
const values = [undefined, null, 5, "text", [], {}, { a: [{}] }];
let verdicts = 0;
for (const file of ${JSON.stringify(validators)}) {
  const { validate, failures = () => [] } = await import("/" + file);
  for (const value of values) {
    failures(value);
    if (typeof validate(value) === "boolean") verdicts++;
  }
}
${report}
`;

let browser: Browser;
let project: StorageProject;
beforeAll(async () => {
  project = createStorageProject(programs);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

describe("where no code may be made of a text", () => {
  it.each([...bundlers])("a bundle by %s works in a page", async (_name, bundler) => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/page.js");
    await bundler({ entry, folder, singleFile: true, platform: "browser", external: ["ajv"] });
    const server = await servePages(folder, { "/": html("/main.mjs") });
    const { page, text, complaints } = await visit(browser, server.origin);
    expect(text.split("\n")).toEqual(usedLines("disk", ["disk"]));
    // The policy is in force: the page's own attempt was refused, and nothing else.
    expect(await page.getAttribute("html", "data-code")).toBe("refused");
    expect(complaints).toEqual([]);
    await page.close();
    await server.close();
  });

  it("every validator works in a page, as it was written", async () => {
    const script = tryValidators("document.body.textContent = verdicts + ' verdicts';");
    const server = await servePages(repository, { "/": html("/try.js"), "/try.js": script });
    const { page, text, complaints } = await visit(browser, server.origin);
    expect([text, complaints]).toEqual([`${validators.length * 7} verdicts`, []]);
    await page.close();
    await server.close();
  });

  it("every validator works in Node", () => {
    const program = tryValidators("console.log(verdicts + ' verdicts');").replace(
      '"/" + file',
      "base + file",
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--disallow-code-generation-from-strings",
        "--input-type=module",
        "--eval",
        `const base = ${JSON.stringify(`file://${repository}/`)};${program}`,
      ],
      { encoding: "utf8" },
    );
    expect([status, stderr, stdout]).toEqual([0, "", `${validators.length * 7} verdicts\n`]);
  });
});
