import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LanguageServer } from "../../editors/support/language-server.js";
import { linesOf, misspeltDocument, misspeltObjects } from "../../editors/support/misspelt-shapes.js";
import { yaml200 } from "../../editors/support/newest-yaml-server.js";
import { vscodeJson, yaml119, yaml125 } from "../../editors/support/servers.js";

/** Few enough objects for a server to show what it finds in all of them. */
const documents = fc.sample(fc.array(misspeltObjects, { minLength: 20, maxLength: 20 }), 12);

describe.each([yaml119, yaml125, yaml200(), vscodeJson])("$name", (description) => {
  let server: LanguageServer;
  beforeAll(async () => {
    server = await LanguageServer.start(description);
  });
  afterAll(() => server?.stop());

  it.each(documents.map((objects, index) => [index + 1, objects] as const))(
    "marks as many mistakes in keys as provc tells, and on the same lines: document %i",
    async (_, objects) => {
      const { text, editorSchema, told } = misspeltDocument(objects);
      await server.attach(editorSchema);
      // JSON is YAML, too.
      const open = server.open(text);
      const found = await open.diagnostics();
      open.close();
      const marked = found.map(({ range, message }) => [range.start.line + 1, message] as const);
      const said = await told();
      expect(linesOf(marked), JSON.stringify({ said, marked })).toEqual(linesOf(said));
    },
  );
});
