import type {
  CompletionOffer,
  EditorDiagnostic,
  LanguageServer,
  Position,
} from "../support/language-server.js";
import { SKELETON } from "../support/language-server.js";
import { readMarks } from "../support/marked-text.js";

/** What a window of the picture shows: a document, and what the language server says about it. */
export interface Scene {
  readonly file: string;
  readonly lines: readonly string[];
  readonly cursor: Position;
  readonly offers: readonly SceneOffer[];
  readonly diagnostics: readonly EditorDiagnostic[];
}

export interface SceneOffer {
  readonly label: string;
  readonly documentation: string;
}

/** Asks the server about a document with a `▮` where the cursor stands. */
export async function askFor(server: LanguageServer, file: string, marked: string): Promise<Scene> {
  const { text, cursor } = readMarks(marked);
  if (cursor === undefined) throw new Error("the document has no cursor");
  const document = server.open(text);
  const [offers, diagnostics] = [await document.complete(cursor), await document.diagnostics()];
  document.close();
  return {
    file,
    lines: text.replace(/\n$/, "").split("\n"),
    cursor,
    offers: offers.filter(({ kind }) => kind !== SKELETON).map(shown),
    diagnostics,
  };
}

/** As an editor shows it: without the marks of Markdown. */
function shown({ label, documentation }: CompletionOffer): SceneOffer {
  const plain = documentation
    .replace(/\*\*(.*?)\*\*/g, "$1")
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+.!<>|~$-])/g, "$1");
  return { label, documentation: plain };
}
