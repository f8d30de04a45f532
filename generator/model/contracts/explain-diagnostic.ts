import type { ts as TypeScript } from "ts-morph";
import { resolvePath } from "../../manifest/paths.js";
import type { ContractPlace } from "./contract-report.js";

/** Types can be printed at any length; nobody reads further than this. */
const maxLength = 600;

/** TypeScript's reason in one line, without the head that only says that two types differ. */
export function reasonOf({ messageText }: Pick<TypeScript.Diagnostic, "messageText">): string {
  const messages: string[] = [];
  let link: TypeScript.DiagnosticMessageChain | undefined =
    typeof messageText === "string" ? undefined : messageText;
  if (typeof messageText === "string") messages.push(messageText);
  for (; link !== undefined; link = link.next?.[0]) messages.push(link.messageText);
  const told = messages.length > 1 ? messages.slice(1) : messages;
  const text = told.map(plain).join(": ");
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** One line, without full stop and without the absolute paths that TypeScript puts before type names. */
function plain(message: string): string {
  return message
    .replace(/import\("[^"]*"\)\./g, "")
    .replace(/\s+/g, " ")
    .replace(/\.$/, "");
}

/** Where TypeScript says that something is declared, and the first syntax error of a module. */
export function placesOf(
  ts: typeof TypeScript,
  diagnostics: readonly (TypeScript.Diagnostic | TypeScript.DiagnosticRelatedInformation)[],
): ContractPlace[] {
  return diagnostics.flatMap(({ file, start, length, messageText }) => {
    if (file === undefined || start === undefined) return [];
    const from = file.getLineAndCharacterOfPosition(start);
    const to = file.getLineAndCharacterOfPosition(start + (length ?? 0));
    return [
      {
        file: resolvePath(".", file.fileName),
        line: from.line + 1,
        column: from.character + 1,
        endLine: to.line + 1,
        endColumn: to.character + 1,
        message: plain(ts.flattenDiagnosticMessageText(messageText, " ")),
      },
    ];
  });
}
