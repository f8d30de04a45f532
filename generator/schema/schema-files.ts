import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { checkScalars } from "../manifest/check-scalars.js";
import type { Findings } from "../manifest/findings.js";
import type { Project } from "../manifest/project.js";
import { readDocument, readFailures } from "../manifest/read-document.js";
import { documentDigest, isSound } from "../manifest/remembered-document.js";
import type { Memo } from "../memo.js";
import type { SchemaResource } from "./schema-resource.js";

/** A schema file, or why there is none. Without either, the file's own faults have been reported. */
export interface OpenedSchema {
  readonly resource?: SchemaResource;
  /** To follow "the file …". */
  readonly failure?: string;
}

/** Reads and parses each schema file once. */
export class SchemaFiles {
  readonly #project: Project;
  readonly #findings: Findings;
  readonly #memo: Memo | undefined;
  readonly #opened = new Map<string, Promise<OpenedSchema>>();

  constructor(project: Project, findings: Findings, memo?: Memo) {
    this.#project = project;
    this.#findings = findings;
    this.#memo = memo;
  }

  open(path: string): Promise<OpenedSchema> {
    const opened = this.#opened.get(path) ?? this.#read(path);
    this.#opened.set(path, opened);
    return opened;
  }

  async #read(path: string): Promise<OpenedSchema> {
    const document = await readDocument(this.#project, path, this.#memo);
    if ("failure" in document) return { failure: readFailures[document.failure] };
    for (const diagnostic of document.diagnostics) this.#findings.addDiagnostic(diagnostic);
    if (hasErrors(document.diagnostics)) return {};
    if (!isSound(document)) checkScalars(document, this.#findings);
    return {
      resource: {
        key: path,
        file: path,
        document,
        base: [],
        get value() {
          return document.value;
        },
        get digest() {
          return documentDigest(document);
        },
        name: stem(path),
        isInline: false,
      },
    };
  }
}

/** `config` for `/project/src/config.schema.yaml`. */
function stem(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/(?:\.schema)?\.(?:ya?ml|json)$/i, "") || name;
}
