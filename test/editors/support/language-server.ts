import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { temporaryFolder } from "../../support/folders.js";
import { Connection } from "./connection.js";
import type { ServerDescription } from "./servers.js";

/** Line and character, from 0, as the protocol counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What is under a wavy line. */
export interface EditorDiagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly severity: number;
}

/** An offer of the completion list. */
export interface CompletionOffer {
  readonly label: string;
  readonly kind: number;
  readonly documentation: string;
  readonly insertText: string;
}

/** Kind 7, a "class": how yaml-language-server marks an offer that inserts all required fields of an object at once. */
export const SKELETON = 7;

/** Of VS Code's settings what the servers are told; paths are relative to the workspace. */
export interface WorkspaceSettings {
  readonly "yaml.schemas"?: { readonly [schema: string]: readonly string[] };
  readonly "json.schemas"?: readonly { readonly fileMatch: readonly string[]; readonly url: string }[];
}

/** A document that is open in the editor. */
export interface OpenDocument {
  diagnostics(): Promise<readonly EditorDiagnostic[]>;
  complete(at: Position): Promise<readonly CompletionOffer[]>;
  hover(at: Position): Promise<string>;
  /** Titles of what is offered to mend a diagnostic. */
  fixes(diagnostic: EditorDiagnostic): Promise<readonly string[]>;
  close(): void;
}

/** An editor's half of the protocol, with a folder of its own as its workspace. */
export class LanguageServer {
  readonly description: ServerDescription;
  readonly folder: string;
  readonly #connection: Connection;
  readonly #published = new Map<string, readonly EditorDiagnostic[]>();
  readonly #listeners = new Map<string, (diagnostics: readonly EditorDiagnostic[]) => void>();
  #schema: { readonly uri: string; readonly schema: object } | undefined;
  #settings: WorkspaceSettings = {};
  #documents = 0;
  #schemas = 0;

  private constructor(description: ServerDescription) {
    this.description = description;
    this.folder = temporaryFolder();
    this.#connection = new Connection(description.command, this.folder, {
      answer: (method, params) => this.#answer(method, params),
      hear: (method, params) => this.#hear(method, params),
    });
  }

  static async start(description: ServerDescription): Promise<LanguageServer> {
    const server = new LanguageServer(description);
    const root = pathToFileURL(server.folder).href;
    await server.#connection.request("initialize", {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: "workspace" }],
      locale: "en",
      initializationOptions: { provideFormatter: false, handledSchemaProtocols: ["file"] },
      capabilities,
    });
    server.#connection.notify("initialized", {});
    server.#configure();
    return server;
  }

  /**
   * Lets the schema judge every document that is opened from now on. Servers learn of it in their own time, and a
   * document opened before that has no faults at all: so this waits until a document that no schema of ours accepts
   * is refused.
   */
  async attach(schema: object): Promise<void> {
    const file = path.join(this.folder, `schema-${++this.#schemas}.json`);
    writeFileSync(file, JSON.stringify(schema));
    this.#schema = { uri: pathToFileURL(file).href, schema };
    this.#configure();
    for (let attempt = 0; attempt < 20; attempt++) {
      const document = this.open(`["no config"]\n`);
      const found = await document.diagnostics();
      document.close();
      if (found.length > 0) return;
    }
    throw new Error(`${this.description.name} does not take the schema`);
  }

  /** Takes the settings of a workspace as VS Code hands them on; none leaves schemas to what documents say. */
  useSettings(settings: WorkspaceSettings = {}): void {
    this.#schema = undefined;
    this.#settings = settings;
    this.#configure();
  }

  /** Opens a document of that path in the workspace, which need not be on the disk. */
  open(text: string, name?: string): OpenDocument {
    const { language } = this.description;
    const file = name ?? `document-${++this.#documents}.${language}`;
    const uri = pathToFileURL(path.join(this.folder, file)).href;
    const textDocument = { uri };
    const ask = (method: string, more: object): Promise<unknown> =>
      this.#connection.request(`textDocument/${method}`, { textDocument, ...more });
    this.#connection.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: language, version: 1, text },
    });
    return {
      diagnostics: () => this.#diagnosticsOf(uri),
      complete: async (position) =>
        offersOf(await ask("completion", { position, context: { triggerKind: 1 } })),
      hover: async (position) => textOf((await ask("hover", { position })) as Documented | null),
      fixes: async (diagnostic) => {
        const context = { diagnostics: [diagnostic] };
        const actions = await ask("codeAction", { range: diagnostic.range, context });
        return ((actions ?? []) as { title: string }[]).map(({ title }) => title);
      },
      close: () => {
        this.#connection.notify("textDocument/didClose", { textDocument });
        this.#published.delete(uri);
      },
    };
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  #diagnosticsOf(uri: string): Promise<readonly EditorDiagnostic[]> {
    const published = this.#published.get(uri);
    if (published !== undefined) return Promise.resolve(published);
    return new Promise((resolve) => this.#listeners.set(uri, resolve));
  }

  #configure(): void {
    const settings = { yaml: this.#yamlSettings(), json: this.#jsonSettings(), http: {} };
    this.#connection.notify("workspace/didChangeConfiguration", { settings });
  }

  #yamlSettings(): object {
    return {
      validate: true,
      completion: true,
      hover: true,
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
      format: { enable: false },
      maxItemsComputed: 5000,
      schemas: this.#schema ? { [this.#schema.uri]: ["*.yaml"] } : (this.#settings["yaml.schemas"] ?? {}),
    };
  }

  #jsonSettings(): object {
    const own = (this.#settings["json.schemas"] ?? []).map(({ fileMatch, url }) => ({
      fileMatch,
      url: pathToFileURL(path.join(this.folder, url)).href,
    }));
    const schemas = this.#schema
      ? [{ fileMatch: ["*.json"], url: this.#schema.uri, schema: this.#schema.schema }]
      : own;
    return { validate: { enable: true }, format: { enable: false }, schemas };
  }

  #answer(method: string, params: unknown): unknown {
    if (method === "workspace/configuration") {
      const { items } = params as { items: readonly { section: string }[] };
      return items.map(({ section }) => {
        if (section === "yaml") return this.#yamlSettings();
        if (section === "json") return this.#jsonSettings();
        return section.includes("editor") || section === "[yaml]" ? { "editor.tabSize": 2, tabSize: 2 } : {};
      });
    }
    if (method === "workspace/workspaceFolders") {
      return [{ uri: pathToFileURL(this.folder).href, name: "workspace" }];
    }
    if (method === "vscode/content") {
      const [uri] = Array.isArray(params) ? params : [params];
      return readFileSync(fileURLToPath(String(uri)), "utf8");
    }
    return null;
  }

  #hear(method: string, params: unknown): void {
    if (method !== "textDocument/publishDiagnostics") return;
    const { uri, diagnostics } = params as { uri: string; diagnostics: readonly EditorDiagnostic[] };
    this.#published.set(uri, diagnostics);
    this.#listeners.get(uri)?.(diagnostics);
    this.#listeners.delete(uri);
  }
}

type Documented = string | { readonly value: string } | { readonly contents: Documented };

/** Servers write documentation as a text, as marked text, or as a list of those. */
function textOf(documented: Documented | readonly Documented[] | null | undefined): string {
  if (documented === null || documented === undefined) return "";
  if (typeof documented === "string") return documented;
  if (Array.isArray(documented)) return documented.map(textOf).join("\n");
  if ("contents" in documented) return textOf(documented.contents);
  return "value" in documented ? documented.value : "";
}

interface RawOffer {
  readonly label: string;
  readonly kind?: number;
  readonly documentation?: Documented;
  readonly insertText?: string;
  readonly textEdit?: { readonly newText: string };
}

function offersOf(answer: unknown): CompletionOffer[] {
  const items = (
    Array.isArray(answer) ? answer : ((answer as { items?: unknown } | null)?.items ?? [])
  ) as RawOffer[];
  return items.map(({ label, kind, documentation, insertText, textEdit }) => ({
    label,
    kind: kind ?? 0,
    documentation: textOf(documentation),
    insertText: textEdit?.newText ?? insertText ?? label,
  }));
}

const markup = ["markdown", "plaintext"];
const capabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
  },
  textDocument: {
    synchronization: {},
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    completion: {
      contextSupport: true,
      completionItem: { snippetSupport: true, documentationFormat: markup, deprecatedSupport: true },
    },
    hover: { contentFormat: markup },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
  },
};
