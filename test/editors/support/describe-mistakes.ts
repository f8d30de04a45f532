import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSource } from "../../../src/source/parse-source.js";
import { compiledFiles } from "../../cli-validate/compiled-files.js";
import { mistakes } from "../../document/mistakes/mistakes.js";
import { writeStyled } from "../../document/mistakes/styled-text.js";
import { LanguageServer } from "./language-server.js";
import { misspeltDocuments } from "./misspelt-documents.js";
import type { ServerDescription } from "./servers.js";

/** Mistakes that a schema cannot tell an editor of. */
const beyondSchemas: ReadonlyMap<string, string> = new Map([
  ["a custom provider that is not registered", "which custom ids there are is known at run time only"],
  ["a variable that is not set", "a schema knows nothing of the environment"],
]);

interface MarkElsewhere {
  readonly yaml: number;
  readonly json: number;
  readonly why: string;
}

/** Mistakes that editors mark elsewhere than `provc validate` does. */
const markedElsewhere: ReadonlyMap<string, MarkElsewhere> = new Map([
  [
    "a misspelt entry in the map",
    { yaml: 5, json: 8, why: "at the misspelt id, where the command says that the right one is missing" },
  ],
  [
    "a deprecated provider",
    { yaml: 4, json: 8, why: "at its settings: servers mark what a deprecated schema describes" },
  ],
]);

const lines = (
  found: readonly { readonly range: { readonly start: { readonly line: number } } }[],
): number[] => found.map(({ range }) => range.start.line + 1).sort((a, b) => a - b);

type Language = ServerDescription["language"];

function inLanguage(text: string, language: Language): string {
  return language === "json" ? writeStyled(parseSource(text, { file: "a.yml" }).value, "json").text : text;
}

/** Where `provc validate` reports the mistake, as its golden files have it. */
function lineOfCommand(name: string, language: Language): number | undefined {
  const file = name.toLowerCase().replace(/[^a-z]+/g, "-");
  return commandLines.get(`${language === "json" ? "json" : "block"}/${file}`);
}

const goldenFiles = path.resolve(import.meta.dirname, "../../cli-validate/fixtures/mistakes");
const commandLines: ReadonlyMap<string, number> = new Map(
  ["block", "json"].flatMap((style) => {
    const report = JSON.parse(readFileSync(path.join(goldenFiles, style, "json.json"), "utf8")) as {
      readonly diagnostics: readonly { readonly file: string; readonly line: number }[];
    };
    return report.diagnostics.map(({ file, line }): [string, number] => [file.replace(/\.\w+$/, ""), line]);
  }),
);

/** The line in JSON of the key that stands on a line in YAML; line 0 is the document as a whole. */
function lineOfKey(json: string, yaml: string, line: number): number {
  const key = /([\w:-]+):/.exec(yaml.split("\n")[line - 1] ?? "")?.[1];
  return key === undefined ? 1 : json.split("\n").findIndex((text) => text.includes(`"${key}":`)) + 1;
}

/** Shows one server every mistake of the table: each is one mark, on the line that `provc validate` names. */
export function describeMistakes(description: ServerDescription): void {
  describe(`${description.name} marks`, () => {
    let server: LanguageServer;
    beforeAll(async () => {
      const schema = (await compiledFiles())["generated/schemas/document.editor.schema.json"];
      server = await LanguageServer.start(description);
      await server.attach(JSON.parse(schema ?? "{}") as object);
    });
    afterAll(() => server?.stop());

    const marksIn = async (text: string): Promise<number[]> => {
      const open = server.open(text);
      const found = lines(await open.diagnostics());
      open.close();
      return found;
    };
    const { language } = description;

    describe.concurrent("once", () => {
      it.each(mistakes.filter(([name]) => !beyondSchemas.has(name)))("%s", async (name, text) => {
        const line = markedElsewhere.get(name)?.[language] ?? lineOfCommand(name, language);
        expect(await marksIn(inLanguage(text, language))).toEqual([line]);
      });
    });

    describe.concurrent("as often as there are mistakes", () => {
      it.each(misspeltDocuments)("%s", async (_, text, marked) => {
        const shown = inLanguage(text, language);
        const wanted = marked.map((line) =>
          language === "json" ? lineOfKey(shown, text, line) : Math.max(line, 1),
        );
        expect(await marksIn(shown)).toEqual(wanted);
      });
    });

    it.each([...beyondSchemas])("not %s: %s", async (name) => {
      const [, text = ""] = mistakes.find(([other]) => other === name) ?? [];
      expect(await marksIn(inLanguage(text, language))).toEqual([]);
    });
  });
}
