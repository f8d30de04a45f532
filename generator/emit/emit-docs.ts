import { withArticle } from "../../src/contract/kind-words.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import { type Answer, inBytes, rememberLater } from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { markdownBanner } from "./banner.js";
import { codeBlock, escapeMarkdown, inlineCode, table } from "./documentation/markdown.js";
import { type SchemaField, schemaFields } from "./documentation/schema-fields.js";
import { yamlText } from "./documentation/yaml-text.js";
import { type EmitMemory, partedFile } from "./emit-memory.js";
import type { Example } from "./examples/example.js";
import { providerWords } from "./kind-names.js";
import { fileText, type OutputFile } from "./output-file.js";
import type { DocumentExamples } from "./schemas/document-example.js";

/** Emits `docs/<kind>.md`: how to choose a provider of the kind, and a reference of each provider's config. */
export function emitDocs(
  model: Model,
  kind: KindModel,
  examples: DocumentExamples,
  memory?: EmitMemory,
): OutputFile[] {
  const overview = [
    `# ${escapeMarkdown(kind.title)}\n`,
    paragraph(kind.description),
    howToChoose(model, kind),
    providerTable(kind),
    ...routingTables(kind),
  ];
  const start = fileText(markdownBanner(model) + overview.filter(Boolean).join("\n"));
  const sections = kind.providers.map((provider) => rememberedSection(provider, examples, memory));
  const basis = (): unknown => [start, sections.map(({ digest }) => digest)];
  const write = (): Buffer => Buffer.concat([inBytes(start), ...sections.map(({ bytes }) => bytes)]);
  return [partedFile(memory, `docs/${kind.id}.md`, basis, write)];
}

const wordsFor = (kind: KindModel): string => escapeMarkdown(providerWords(kind));

const paragraph = (text: string): string => (text.trim() === "" ? "" : `${escapeMarkdown(text)}\n`);

function howToChoose(model: Model, kind: KindModel): string {
  const words = wordsFor(kind);
  const { config } = kind;
  if (config === undefined)
    return `No config document chooses ${withArticle(words)}: code asks the registry for one.\n`;
  const place = config.at.map((segment) => (segment === "*" ? "<name>" : segment)).join(".");
  const files = model.document ? ` (${model.document.files.map(inlineCode).join(" or ")})` : "";
  const selector = inlineCode(`${place}.${config.selector}`);
  const settings =
    config.form === "keyed"
      ? `its settings stand in ${inlineCode(`${place}.${config.map}.<id>`)}`
      : `its settings stand beside it in ${inlineCode(place)}`;
  return [
    "## How to choose one\n",
    `In the document${files}, ${selector} holds the id of the ${words}; ${settings}.`,
    `Custom ones that code registers have ids of the form ${inlineCode("scope:name")}.\n`,
    ...sharedFields(kind),
  ].join("\n");
}

function sharedFields(kind: KindModel): string[] {
  if (kind.shared === undefined) return [];
  return [`Every ${wordsFor(kind)} has these fields:\n`, fieldTable(schemaFields(kind.shared))];
}

function providerTable(kind: KindModel): string {
  const names = [...new Set(kind.providers.flatMap(({ capabilities }) => Object.keys(capabilities)))].sort(
    byCodeUnit,
  );
  const rows = kind.providers.map(({ id, title, description, deprecated, capabilities }) => {
    const state = deprecated === undefined ? "" : ` **Deprecated:** ${escapeMarkdown(deprecated)}.`;
    const values = names.map((name) =>
      Object.hasOwn(capabilities, name) ? capabilityCell(capabilities[name]) : "",
    );
    return [
      `[${inlineCode(id)}](#${id})`,
      escapeMarkdown(title),
      escapeMarkdown(description) + state,
      ...values,
    ];
  });
  const header = ["Id", "Title", "Description", ...names.map(inlineCode)];
  return `## The ${wordsFor(kind)}s\n\n${rows.length > 0 ? table(header, rows) : "None yet.\n"}`;
}

function capabilityCell(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return inlineCode(Array.isArray(value) ? value.map((item) => textOf(item)).join(", ") : textOf(value));
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function routingTables(kind: KindModel): string[] {
  return Object.entries(kind.routing).map(([id, { rules }]) => {
    const rows = rules.map(({ when, use }) => {
      const conditions = Object.entries(when ?? {}).map(
        ([input, values]) =>
          `${inlineCode(input)} is ${values.map((value) => inlineCode(textOf(value))).join(" or ")}`,
      );
      return [conditions.join(" and ") || "everything else", inlineCode(use)];
    });
    return `### ${inlineCode(id)}\n\nPicks by the first row that fits.\n\n${table(["When", "Use"], rows)}`;
  });
}

/** What the page says of a provider, with an empty line before it. */
function rememberedSection(
  provider: ProviderModel,
  { exampleOf, digest }: DocumentExamples,
  memory: EmitMemory | undefined,
): Answer {
  const question = { stage: `documentation/3/${digest}`, about: memory?.subjectOf(provider) ?? "" };
  const section = (): string => fileText(`\n${providerSection(provider, exampleOf(provider))}`);
  return rememberLater(memory?.memo, question, section);
}

function providerSection(provider: ProviderModel, example: Example | undefined): string {
  const { id, title, description, deprecated, requires, configSchema } = provider;
  const packages = Object.entries(requires.npm).map(([name, range]) =>
    inlineCode(range === "" ? name : `${name}@${range}`),
  );
  const needs = [...requires.commands.map((command) => `the command ${inlineCode(command)}`), ...packages];
  const fields = schemaFields(configSchema);
  return [
    `## ${inlineCode(id)}\n`,
    `**${escapeMarkdown(title)}.** ${escapeMarkdown(description)}\n`,
    deprecated === undefined ? "" : `> **Deprecated:** ${escapeMarkdown(deprecated)}.\n`,
    needs.length === 0 ? "" : `Needs ${needs.join(", ")}.\n`,
    fields.length === 0 ? "It has no fields of its own.\n" : fieldTable(fields),
    example === undefined
      ? "No example can be derived from its schema; `examples` in the schema would give one.\n"
      : `Example:\n\n${codeBlock("yaml", yamlText(example.value))}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function fieldTable(fields: readonly SchemaField[]): string {
  const rows = fields.map((field) => {
    const notes = [
      ...(field.environment === undefined ? [] : [`from the environment: ${inlineCode(field.environment)}`]),
      ...(field.secret ? ["secret"] : []),
      ...(field.deprecated ? ["deprecated"] : []),
    ];
    return [
      inlineCode(field.path),
      inlineCode(field.type),
      field.required ? "yes" : "no",
      field.default === undefined ? "" : inlineCode(field.default),
      escapeMarkdown(field.description),
      notes.join(", "),
    ];
  });
  return table(["Field", "Type", "Required", "Default", "Description", "Notes"], rows);
}
