import { describe, expect, it } from "vitest";
import { associateInSettings } from "../../../src/cli/editor/vscode-settings.js";

const wanted = [
  { schema: "generated/schemas/document.editor.schema.json", files: ["app.yml", "app.yaml", "app.json"] },
];
const associate = (text: string): string => {
  const edit = associateInSettings(text, wanted);
  expect(edit.problem).toBeUndefined();
  return edit.text ?? "";
};
const schema = "./generated/schemas/document.editor.schema.json";

describe("VS Code's settings", () => {
  it("are made where there are none", () => {
    const made = associate("");
    expect(JSON.parse(made)).toEqual({
      "yaml.schemas": { [schema]: ["app.yml", "app.yaml"] },
      "json.schemas": [{ fileMatch: ["app.json"], url: schema }],
    });
    expect(made.endsWith("}\n")).toBe(true);
    expect(associate(made)).toBe(made);
  });

  it("keep comments, order, layout and every other association", () => {
    const before = `{
    // How we write.
    "editor.rulers": [80,  120],   // two
    "yaml.schemas": {
        "https://json.schemastore.org/github-workflow.json": ".github/workflows/*.yml", // CI
    },
    "json.schemas": [
        { "fileMatch": ["other.json"], "url": "./other.schema.json" }
    ],
    /* the end */
}
`;
    const after = associate(before);
    expect(after).toBe(`{
    // How we write.
    "editor.rulers": [80,  120],   // two
    "yaml.schemas": {
        "https://json.schemastore.org/github-workflow.json": ".github/workflows/*.yml", // CI
        "${schema}": [
            "app.yml",
            "app.yaml"
        ],
    },
    "json.schemas": [
        { "fileMatch": ["other.json"], "url": "./other.schema.json" },
        {
            "fileMatch": [
                "app.json"
            ],
            "url": "${schema}"
        }
    ],
    /* the end */
}
`);
    expect(associate(after)).toBe(after);
  });

  it.each([
    [
      "one file for a list",
      `{ "yaml.schemas": { "generated/schemas/document.editor.schema.json": "/app.yml" } }`,
      `{ "yaml.schemas": { "generated/schemas/document.editor.schema.json": ["/app.yml", "app.yaml"] }, "json.schemas": [{ "fileMatch": ["app.json"], "url": "${schema}" }] }`,
    ],
    [
      "other spellings of the same path",
      `{"yaml.schemas": {"\${workspaceFolder}/generated/schemas/document.editor.schema.json": ["**/app.yml", "./app.yaml"]}, "json.schemas": [{"url": "/generated/schemas/document.editor.schema.json", "fileMatch": ["/app.json"]}]}`,
      undefined,
    ],
  ])("understand %s", (_name, before, after = before) => {
    expect(associate(before)).toBe(after);
  });

  it.each([
    ["text that is no JSON", '{\n  "a": 1\n  "b": 2\n}', "a comma or }", 13],
    ["a list", "[]", "the settings are not a JSON object", 0],
    ["a setting of the wrong type", '{"yaml.schemas": []}', "yaml.schemas is not an object", 17],
    ["another one", '{"yaml.schemas": {}, "json.schemas": {}}', "json.schemas is not a list", 37],
    [
      "files that are none",
      `{"yaml.schemas": {"${schema}": 5}}`,
      "the files of a schema in yaml.schemas are neither a text nor a list",
      `{"yaml.schemas": {"${schema}": `.length,
    ],
    ["a comment without an end", '{"a": 1 /* }', "too early", 12],
  ])("refuse %s, with its place", (_name, text, message, at) => {
    const { problem } = associateInSettings(text, wanted);
    expect(problem?.message).toContain(message);
    expect(problem?.at).toBe(at);
  });
});
