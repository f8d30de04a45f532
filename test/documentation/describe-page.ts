import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.js";

/**
 * The pages are executed. In each page, from top to bottom and in one folder of its own:
 * a block with a file name (```ts src/x.ts) is written there, a `sh` block is run line by line, and a `text` block
 * is the exact output of the lines before it. `sh checkout` blocks are the commands for a clone, which CI runs as they are,
 * and `sh new-project` blocks those for an empty folder, which test/heavy/packed-tarball.test.ts runs;
 * `sh fails` blocks must exit with a status other than 0.
 */
const repository = path.resolve(import.meta.dirname, "../..");
const documentPages = (folder: string): string[] =>
  readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return documentPages(name);
    return entry.name.endsWith(".md") && name !== "docs/benchmarks.md" ? [name] : [];
  });
/** The pages below `docs`, but for the measurements. */
export const docPages: readonly string[] = documentPages("docs");
const handled = new Set(["sh", "text", "ts", "yaml", "json", "sql", "dockerfile", "js", "html"]);

/** A folder in which `provc` is installed, as `npm install provc` leaves it. */
function projectWithPackage(): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(repository, path.join(folder, "node_modules/provc"));
  symlinkSync(path.join(repository, "dist/cli.js"), path.join(folder, "node_modules/.bin/provc"));
  for (const name of ["typescript", "tsx", "zod", "@types", "vitest", "@electric-sql", "pg", "libsql"]) {
    symlinkSync(path.join(repository, "node_modules", name), path.join(folder, "node_modules", name));
  }
  for (const name of ["tsc", "tsx", "vitest", "esbuild"]) {
    symlinkSync(
      path.join(repository, "node_modules/.bin", name),
      path.join(folder, "node_modules/.bin", name),
    );
  }
  writeFileSync(path.join(folder, "package.json"), '{ "name": "page", "private": true, "type": "module" }\n');
  return folder;
}

function runLines(folder: string, block: MarkdownBlock): { output: string; statuses: (number | null)[] } {
  let output = "";
  const statuses: (number | null)[] = [];
  for (const line of block.text.split("\n").filter((text) => text !== "" && !text.startsWith("#"))) {
    const result = spawnSync("sh", ["-c", line], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${folder}/node_modules/.bin:${process.env.PATH}`,
        NO_COLOR: "1",
        npm_config_loglevel: "error",
      },
    });
    output += result.stdout + result.stderr;
    statuses.push(result.status);
  }
  return { output, statuses };
}

/** Times differ from run to run; everything else must not. */
const normalized = (text: string): string => text.replaceAll(/\d+(\.\d+)? ?m?s\b/g, "TIME").trimEnd();

/** With UPDATE_PAGES=1 the output blocks are written instead of compared; read the difference afterwards. */
function replaceBlock(page: string, block: MarkdownBlock, output: string): void {
  const file = path.join(repository, page);
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(`\`\`\`text\n${block.text}`, () => `\`\`\`text\n${output.trimEnd()}\n`),
  );
}

/** The suite of one page. */
export function describePage(page: string): void {
  describe(page, () => {
    const blocks = markdownBlocks(readFileSync(path.join(repository, page), "utf8"));

    it("has only blocks that this test knows how to hold to account", () => {
      const unknown = blocks.filter((block) => !handled.has(block.language));
      expect(unknown.map((block) => `line ${block.line}: ${block.language}`)).toEqual([]);
    });

    it("does what it says", { timeout: 120_000 }, () => {
      const folder = projectWithPackage();
      let last = "";
      for (const block of blocks) {
        const where = `${page}:${block.line}`;
        if (block.language === "sh") {
          if (block.argument === "checkout" || block.argument === "new-project") continue;
          const { output, statuses } = runLines(folder, block);
          const failed = statuses.some((status) => status !== 0);
          expect(failed, `${where}\n${output}`).toBe(block.argument === "fails");
          last = output;
        } else if (block.language === "text") {
          if (process.env.UPDATE_PAGES !== undefined) replaceBlock(page, block, last);
          else expect(normalized(last), where).toBe(normalized(block.text));
        } else {
          expect(block.argument, `${where}: a block needs the name of its file`).not.toBe("");
          const file = path.join(folder, block.argument);
          mkdirSync(path.dirname(file), { recursive: true });
          writeFileSync(file, block.text);
        }
      }
    });

    it("links to files that exist", () => {
      const text = readFileSync(path.join(repository, page), "utf8");
      const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)[^)]*\)/g)].map(
        (match) => match[1] ?? "",
      );
      const missing = targets.filter(
        (target) => !existsSync(path.join(repository, path.dirname(page), target)),
      );
      expect(missing).toEqual([]);
    });
  });
}
