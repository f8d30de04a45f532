import type { MapNode, SourceNode } from "../../source/source-node.js";
import { appendMember, type JsonMember, replaceValue } from "./insert-json.js";
import { readJsonWithComments } from "./json-with-comments.js";
import { refuse, type TextEdit } from "./text-edit.js";

/** A schema and the files that it describes; paths relative to the folder that holds `.vscode`, with `/`. */
export interface SettingsAssociation {
  readonly schema: string;
  readonly files: readonly string[];
}

/**
 * Adds associations to the text of VS Code's `settings.json`: `yaml.schemas` for YAML files, `json.schemas` for JSON
 * ones. Only adds; what is there already, in whatever spelling, is left alone.
 */
export function associateInSettings(text: string, associations: readonly SettingsAssociation[]): TextEdit {
  const start = text.trim() === "" ? "{}\n" : text;
  const members = associations.flatMap(({ schema, files }) =>
    files.filter((file) => isYaml(file) || isJson(file)).map((file) => ({ schema: `./${schema}`, file })),
  );
  // What stands in the way is looked for first, where its place is that in the text as it was given.
  for (const member of members) {
    const edit = addFile(start, member);
    if (edit.problem !== undefined) return edit;
  }
  let edited = start;
  for (const member of members) {
    const edit = addFile(edited, member);
    if (edit.problem !== undefined) return edit;
    edited = edit.text;
  }
  return { text: edited === start ? text : edited };
}

interface AssociatedFile {
  readonly schema: string;
  readonly file: string;
}

function addFile(text: string, { schema, file }: AssociatedFile): TextEdit {
  const { root, problems } = readJsonWithComments(text);
  const [problem] = problems;
  if (problem !== undefined) return refuse(problem.message, problem.start);
  if (root?.kind !== "map") return refuse("the settings are not a JSON object", root?.start ?? 0);
  return (isYaml(file) ? addYaml : addJson)(text, root, schema, file);
}

export const isYaml = (file: string): boolean => /\.ya?ml$/i.test(file);
export const isJson = (file: string): boolean => /\.jsonc?$/i.test(file);

/** `"yaml.schemas": { "<schema>": ["<file>"] }`; one file may stand without a list. */
function addYaml(text: string, root: MapNode, schema: string, file: string): TextEdit {
  const setting = "yaml.schemas";
  const schemas = root.entries.get(setting)?.node;
  if (schemas === undefined)
    return { text: appendMember(text, root, { key: setting, value: { [schema]: [file] } }) };
  if (schemas.kind !== "map") return refuse(`${setting} is not an object`, schemas.start);
  const [, entry] = [...schemas.entries].find(([key]) => isSamePath(key, schema)) ?? [];
  if (entry === undefined) return { text: appendMember(text, schemas, { key: schema, value: [file] }) };
  return addToList(text, entry.node, file, `the files of a schema in ${setting}`);
}

/** `"json.schemas": [{ "fileMatch": ["<file>"], "url": "<schema>" }]`. */
function addJson(text: string, root: MapNode, schema: string, file: string): TextEdit {
  const setting = "json.schemas";
  const entry: JsonMember = { value: { fileMatch: [file], url: schema } };
  const schemas = root.entries.get(setting)?.node;
  if (schemas === undefined)
    return { text: appendMember(text, root, { key: setting, value: [entry.value] }) };
  if (schemas.kind !== "list") return refuse(`${setting} is not a list`, schemas.start);
  for (const { node } of schemas.items) {
    if (node.kind !== "map") continue;
    const url = textOf(node.entries.get("url")?.node);
    const match = node.entries.get("fileMatch")?.node;
    if (url === undefined || match === undefined || !isSamePath(url, schema)) continue;
    return addToList(text, match, file, `the files of a schema in ${setting}`);
  }
  return { text: appendMember(text, schemas, entry) };
}

/** Adds a file to a list of files, or to the one that stands for a list. */
function addToList(text: string, files: SourceNode, file: string, what: string): TextEdit {
  const single = textOf(files);
  if (single !== undefined) {
    return { text: isSamePath(single, file) ? text : replaceValue(text, files, [single, file]) };
  }
  if (files.kind !== "list") return refuse(`${what} are neither a text nor a list`, files.start);
  const isThere = files.items.some(({ node }) => isSamePath(textOf(node) ?? "", file));
  return { text: isThere ? text : appendMember(text, files, { value: file }) };
}

function textOf(node: SourceNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** Whether two spellings of a path from the workspace's folder mean the same file. */
function isSamePath(a: string, b: string): boolean {
  const plain = (path: string): string => path.replace(/^(?:\$\{workspaceFolder\}\/|\.\/|\/|\*\*\/)/, "");
  return plain(a) === plain(b);
}
