import { expect } from "vitest";
import {
  type CompletionOffer,
  type EditorDiagnostic,
  type LanguageServer,
  SKELETON,
} from "./language-server.js";
import { readMarks, toJson } from "./marked-text.js";
import type { RelayIds } from "./relay-manifest.js";
import type { CompletionScenario, DiagnosticScenario, HoverScenario, Scenario } from "./scenarios.js";

/** Acts a scenario out on a server that has the schema of these ids, and holds it to what it has to show. */
export async function play(server: LanguageServer, scenario: Scenario, ids: RelayIds): Promise<void> {
  if (scenario.does === "complete") return playCompletion(server, scenario, ids);
  if (scenario.does === "refuse") return playRefusal(server, scenario, ids);
  return playHover(server, scenario);
}

function inLanguage(server: LanguageServer, document: string): string {
  return server.description.language === "json" ? toJson(document) : document;
}

const bare = (label: string): string => label.replace(/^"(.*)"$/, "$1");
const labels = (offers: readonly CompletionOffer[]): string[] =>
  offers.map(({ label }) => bare(label)).sort();

async function playCompletion(
  server: LanguageServer,
  { document, offers: expected, snippets = [], documented = {} }: CompletionScenario,
  ids: RelayIds,
): Promise<void> {
  const { text, cursor } = readMarks(inLanguage(server, document));
  if (cursor === undefined) throw new Error("a completion needs a cursor");
  const open = server.open(text);
  const offers = await open.complete(cursor);
  open.close();
  const wanted = typeof expected === "string" ? ids[expected] : expected;
  const isSnippet = ({ label }: CompletionOffer): boolean => label.startsWith("engine: ");
  const plainOffers = offers.filter((offer) => offer.kind !== SKELETON && !isSnippet(offer));
  expect(labels(plainOffers)).toEqual([...wanted].sort());
  if (server.description.language === "yaml") {
    const providers = ids.sinks.filter((id) => id !== "auto" && id !== "legacy").map((id) => `engine: ${id}`);
    const labelsOfSnippets = snippets === "sinks" ? providers : snippets;
    expect(labels(offers.filter(isSnippet))).toEqual([...labelsOfSnippets].sort());
  }
  const plain = new Map(plainOffers.map((offer) => [bare(offer.label), offer]));
  for (const [label, documentation] of Object.entries(documented)) {
    expect(plain.get(label)?.documentation, label).toMatch(documentation);
  }
}

async function playRefusal(
  server: LanguageServer,
  { document, json, messages }: DiagnosticScenario,
  ids: RelayIds,
): Promise<void> {
  const { text, ranges } = readMarks(
    server.description.language === "json" ? (json ?? toJson(document)) : document,
  );
  const open = server.open(text);
  const found = [...(await open.diagnostics())].sort(byPosition);
  const said = found.map(({ message, range }) => ({ message, range }));
  const wanted = messages.map((message, index) => ({
    message: expect.stringMatching(typeof message === "string" ? listing(ids[message]) : message),
    range: ranges[index],
  }));
  expect(said).toEqual(wanted);
  // A misspelt id can be mended by any of the right ones.
  const typo = messages.findIndex((message) => typeof message === "string");
  if (server.description.language === "yaml" && typo >= 0 && found.length === 1) {
    const titles = await open.fixes(found[typo] as EditorDiagnostic);
    const list = ids[messages[typo] as keyof RelayIds];
    expect(list.filter((id) => !titles.some((title) => title.includes(id)))).toEqual([]);
  }
  open.close();
}

/** A message that names every one of the values. */
function listing(values: readonly string[]): RegExp {
  return new RegExp(values.map((value) => `(?=.*"${value}")`).join(""));
}

function byPosition({ range: a }: EditorDiagnostic, { range: b }: EditorDiagnostic): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}

async function playHover(server: LanguageServer, { document, says, saysNot }: HoverScenario): Promise<void> {
  const marked = inLanguage(server, document);
  const { text, cursor } = readMarks(marked);
  if (cursor === undefined) throw new Error("a hover needs a cursor");
  const open = server.open(text);
  // Older servers escape punctuation that means nothing.
  const hover = (await open.hover(cursor)).replace(/\\([.()-])/g, "$1");
  open.close();
  for (const part of says) expect(hover).toMatch(part);
  if (saysNot !== undefined) expect(hover).not.toMatch(saysNot);
  if (server.description.language === "yaml") expect(hover).toMatch(/^Source: \[schema-\d+\.json\]\(file:/m);
}
