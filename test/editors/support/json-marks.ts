import { createRequire } from "node:module";

interface Service {
  configure(settings: object): void;
  parseJSONDocument(document: object): object;
  doValidation(document: object, json: object): PromiseLike<readonly Mark[]>;
}

interface Mark {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

const require = createRequire(
  createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json"),
);
const { getLanguageService, TextDocument } = require("vscode-json-languageservice") as {
  getLanguageService(options: object): Service;
  TextDocument: { create(uri: string, language: string, version: number, text: string): object };
};

/** What VS Code's JSON service, without a server around it, marks in a text: the lines, from 1, and what it says there. */
export async function jsonMarks(schema: object, text: string): Promise<[line: number, message: string][]> {
  const service = getLanguageService({});
  service.configure({ validate: true, schemas: [{ uri: "test://schema", fileMatch: ["*.json"], schema }] });
  const document = TextDocument.create("test://a.json", "json", 1, text);
  const marks = await service.doValidation(document, service.parseJSONDocument(document));
  return marks.map(({ range, message }) => [range.start.line + 1, message]);
}
