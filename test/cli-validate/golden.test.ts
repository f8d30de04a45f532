import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { reportFormats } from "../../src/cli/validate/report-formats.js";
import { parseSource } from "../../src/source/parse-source.js";
import { mistakes } from "../document/mistakes/mistakes.js";
import { type Style, styles, writeStyled } from "../document/mistakes/styled-text.js";
import { temporaryFolder } from "../support/folders.js";
import { compiledFiles } from "./compiled-files.js";
import { validate } from "./support.js";

/** Set to 1 to take over what the command writes now; read the difference before committing it. */
const isUpdating = process.env.UPDATE_GOLDEN === "1";
const golden = join(import.meta.dirname, "fixtures/mistakes");
const extensions = { pretty: "txt", json: "json", github: "txt", sarif: "sarif", junit: "xml" } as const;

/** Every mistake in block YAML, as the table has it, and rewritten in the other styles: file name → text. */
function documents(style: Style | "block"): { readonly [file: string]: string } {
  return Object.fromEntries(
    mistakes.map(([name, text]) => {
      const slug = name.toLowerCase().replace(/[^a-z]+/g, "-");
      if (style === "block") return [`${slug}.yml`, text];
      const { value } = parseSource(text, { file: "a.yml" });
      return [slug + (style === "json" ? ".json" : ".yml"), writeStyled(value, style).text];
    }),
  );
}

const allStyles = ["block", ...(Object.keys(styles) as Style[])] as const;
const names = allStyles.flatMap((style) => reportFormats.map((format) => [style, format] as const));
let folder = "";

beforeAll(async () => {
  const files = allStyles.flatMap((style) =>
    Object.entries(documents(style)).map(([file, text]) => [`${style}/${file}`, text]),
  );
  folder = temporaryFolder({ ...(await compiledFiles()), ...Object.fromEntries(files) });
});

/** Times and the version differ from run to run and from release to release; nothing else may. */
const lasting = (text: string): string =>
  text.replace(/ \(\d+(\.\d)? s\)\n$/, "\n").replace(/("semanticVersion": )"[^"]+"/, '$1"0.0.0"');

describe("every mistake of the table", () => {
  it.each(names)("in %s style, reported as %s, is what it was", async (style, format) => {
    const files = Object.keys(documents(style)).map((file) => `${style}/${file}`);
    const { stdout, stderr, code } = await validate(folder, [...files, "--format", format]);
    expect([code, stderr]).toEqual([1, ""]);
    const file = join(golden, style, `${format}.${extensions[format]}`);
    if (isUpdating) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, lasting(stdout));
    }
    expect(lasting(stdout)).toBe(readFileSync(file, "utf8"));
  });

  it.each(allStyles)("in %s style is exactly one diagnostic", (style) => {
    const found = JSON.parse(readFileSync(join(golden, style, "json.json"), "utf8")).diagnostics;
    const files = Object.keys(documents(style)).map((file) => `${style}/${file}`);
    expect(found.map(({ file }: { file: string }) => file)).toEqual(files.sort());
  });
});
