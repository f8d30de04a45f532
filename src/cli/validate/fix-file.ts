import { randomBytes } from "node:crypto";
import { open, readFile, realpath, rename, stat, unlink } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { DocumentDefinition } from "../../document/document-definition.js";
import { fixDocument } from "../../document/fix-document.js";
import type { LoadedDocument } from "../../document/load-document.js";
import { systemReason } from "../../source/read-source.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";

/** A document after everything in it was mended that has one answer. */
export interface FixedFile {
  /** As it is now; in a dry run as it would be. */
  readonly document: LoadedDocument;
  /** As it was. */
  readonly before: LoadedDocument;
  readonly fixed: readonly Diagnostic[];
}

/** Mends a YAML or JSON file, or only tries it. The file is replaced as a whole, and keeps its mode and its byte order mark. */
export async function fixFile(
  context: CliContext,
  definition: DocumentDefinition,
  before: LoadedDocument,
  dryRun: boolean,
): Promise<FixedFile> {
  const { file, text } = before;
  const canMend = before.diagnostics.some(({ code, fix }) => fix !== undefined || code === "more-mistakes");
  if (!canMend) return { document: before, before, fixed: [] };
  const result = await fixDocument(text, definition, { file, env: context.env });
  if (result.fixed.length > 0 && !dryRun) {
    try {
      await replaceText(path.resolve(context.cwd, file), text, result.text);
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      throw new CommandFailure(`cannot write ${file}: ${systemReason(error)}`, exitCodes.cannotRun);
    }
  }
  return { document: { file, text: result.text, ...result.document }, before, fixed: result.fixed };
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Writes beside the file and moves into its place, so that nobody ever reads half of it; a link stays a link. */
async function replaceText(file: string, expected: string, text: string): Promise<void> {
  const target = await realpath(file);
  const bytes = await readFile(target);
  const hasMark = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  const found = bytes.subarray(hasMark ? byteOrderMark.length : 0);
  if (!found.equals(Buffer.from(expected))) {
    throw new CommandFailure(`${path.basename(file)} was changed meanwhile; nothing was written`);
  }
  const { mode } = await stat(target);
  const draft = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${randomBytes(6).toString("hex")}`,
  );
  const handle = await open(draft, "wx", mode & 0o777);
  try {
    await handle.writeFile(Buffer.concat([...(hasMark ? [byteOrderMark] : []), Buffer.from(text)]));
    await handle.chmod(mode & 0o777);
    await handle.sync();
    await handle.close();
    await rename(draft, target);
  } catch (error) {
    await handle.close().catch(() => {});
    await unlink(draft).catch(() => {});
    throw error;
  }
}
