import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameSchema } from "../../src/cli/editor/modeline.js";
import { associateInSettings } from "../../src/cli/editor/vscode-settings.js";
import { LanguageServer, type WorkspaceSettings } from "./support/language-server.js";
import { type ServerDescription, vscodeJson, yaml125 } from "./support/servers.js";

const schema = "generated/schemas/document.editor.schema.json";
const repository = path.resolve(import.meta.dirname, "../..");
const settings: WorkspaceSettings = JSON.parse(
  associateInSettings("", [{ schema, files: ["config/app.yml", "config/app.json"] }]).text ?? "",
);

/** A misspelt backend, which only a server that knows the schema finds. */
const documents: readonly (readonly [ServerDescription, file: string, text: string])[] = [
  [yaml125, "config/app.yml", "project: {name: shop}\nbackend: {provider: genric, providers: {}}\n"],
  [
    vscodeJson,
    "config/app.json",
    '{"project": {"name": "shop"}, "backend": {"provider": "genric", "providers": {}}}',
  ],
];

describe.each(documents)("$name", (description, file, text) => {
  let server: LanguageServer;
  beforeAll(async () => {
    server = await LanguageServer.start(description);
    cpSync(path.join(repository, schema), path.join(server.folder, schema));
  });
  afterAll(() => server?.stop());

  const messagesOf = async (document: string, name = file): Promise<readonly string[]> => {
    const open = server.open(document, name);
    const found = await open.diagnostics();
    open.close();
    return found.map(({ message }) => message);
  };

  it("finds the schema that the document names", async () => {
    server.useSettings();
    const named = nameSchema(file, text, `../${schema}`).text ?? "";
    expect(named).not.toBe(text);
    expect(await messagesOf(named)).toEqual([expect.stringContaining('"encore-ts", "generic"')]);
  });

  it("finds the schema that the settings name", async () => {
    server.useSettings(settings);
    // Servers take settings in their own time, and a document anew only under another name.
    let attempt = 0;
    await expect
      .poll(() => messagesOf(text, `attempt-${++attempt}/${file}`), { timeout: 10_000 })
      .toEqual([expect.stringContaining('"encore-ts", "generic"')]);
  });
});

it("knows every name that the shipped document may have", () => {
  const { document } = JSON.parse(readFileSync(path.join(repository, "generated/catalogue.json"), "utf8"));
  const { text = "{}" } = associateInSettings("", [{ schema, files: document.files }]);
  expect(JSON.parse(text)).toEqual({
    "yaml.schemas": { [`./${schema}`]: ["stagecraft.yml", "stagecraft.yaml"] },
    "json.schemas": [{ fileMatch: ["stagecraft.json"], url: `./${schema}` }],
  });
});
