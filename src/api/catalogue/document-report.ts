import { formatJson } from "../../diagnostics/format-json.js";
import { checkDocument } from "../../document/check-document.js";
import type { DocumentDefinition } from "../../document/document-definition.js";
import { parseSource } from "../../source/parse-source.js";

/** A document to be checked. */
export interface GivenDocument {
  readonly text: string;
  /** Its name. Default: the first that the project's documents may have. */
  readonly file?: string;
  /** What stands for `${NAME}`. */
  readonly variables?: { readonly [name: string]: string };
}

/** What `provc validate --format json` says of a document. */
export async function documentReport(
  { text, file, variables = {} }: GivenDocument,
  definition: DocumentDefinition,
): Promise<string> {
  const source = parseSource(text, { file: file ?? definition.files[0] ?? "document.yml" });
  const { diagnostics } = await checkDocument(source, definition, { env: variables });
  return formatJson({ files: [source.file], diagnostics, sources: new Map() }).trimEnd();
}
