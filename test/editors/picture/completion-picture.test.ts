import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LanguageServer } from "../support/language-server.js";
import { yaml125 } from "../support/servers.js";
import { drawEditors } from "./draw.js";
import { askFor } from "./scene.js";

/**
 * The README's picture shows what yaml-language-server answers with the schema of this repository. After a change,
 * `UPDATE_PICTURES=1 npx vitest run test/editors/picture` draws it anew.
 */
const repository = path.resolve(import.meta.dirname, "../../..");
const picture = path.join(repository, "docs/pictures/completion.svg");
const schema = path.join(repository, "generated/schemas/document.editor.schema.json");

const ids = `project:
  name: shop
backend:
  provider: ▮
  providers:
    generic:
      dev:
        command: [npm, run, dev]
`;
const fields = `project:
  name: shop
backend:
  provider: genric
  providers:
    generic:
      dev:
        command: [npm, run, dev]
        ▮
`;

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start(yaml125);
  await server.attach(JSON.parse(readFileSync(schema, "utf8")) as object);
});
afterAll(() => server?.stop());

it("shows what the language server says", async () => {
  const scenes = [
    // While somebody types, faults are not shown yet.
    { ...(await askFor(server, "stagecraft.yml", ids)), diagnostics: [] },
    await askFor(server, "stagecraft.yml", fields),
  ];
  const [first, second] = scenes;
  expect(first?.offers.map(({ label }) => label)).toEqual(["encore-ts", "generic"]);
  expect(second?.offers.map(({ label }) => label)).toContain("workdir");
  expect(second?.diagnostics).toHaveLength(1);
  const drawn = drawEditors(scenes, {
    title: "Completion in an editor",
    description: `Left: behind “provider:” the editor offers ${list(first?.offers)}, and says what the first one does. Right: within “generic” it offers that provider's fields only, ${list(second?.offers)}; and it marks the misspelt “genric”.`,
  });
  if (process.env.UPDATE_PICTURES !== undefined) writeFileSync(picture, drawn);
  expect(readFileSync(picture, "utf8")).toBe(drawn);
});

const list = (offers: readonly { readonly label: string }[] = []): string =>
  offers.map(({ label }) => label).join(", ");
