import { createHash } from "node:crypto";
import { HttpFailure } from "../http/http-failure.js";

/** The body of a request to run a workload; it is valid by its schema. */
export interface WorkloadBody {
  readonly runtime: string;
  readonly isolation?: string;
  readonly code?: string;
  readonly language?: "javascript" | "typescript";
  readonly code_archive?: string;
  readonly binary?: string;
  readonly image?: string;
  readonly reference?: string;
  readonly entry?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: unknown;
  readonly network?: "none" | "outbound";
  readonly resources?: { readonly cpus?: number; readonly mem_mb?: number; readonly timeout_s?: number };
}

/** Where the program comes from. */
export type SubmittedSource =
  | { readonly kind: "code"; readonly code: string; readonly language?: "javascript" | "typescript" }
  | { readonly kind: "archive"; readonly archive: Uint8Array }
  | { readonly kind: "binary"; readonly binary: Uint8Array }
  | { readonly kind: "image"; readonly name: string; readonly reference?: string };

const fields = ["code", "code_archive", "binary", "image"] as const;

/** Reads the one source of a workload. */
export function readSource(body: WorkloadBody): SubmittedSource {
  const [first, second] = fields.filter((field) => body[field] !== undefined);
  if (first !== undefined && second !== undefined) throw bad(`${first} and ${second} are mutually exclusive`);
  const { code, language, code_archive, binary, image, reference } = body;
  if (code !== undefined) return { kind: "code", code, ...(language !== undefined && { language }) };
  if (code_archive !== undefined) return { kind: "archive", archive: readArchive(code_archive) };
  if (binary !== undefined) return { kind: "binary", binary: readBase64("binary", binary) };
  if (image !== undefined)
    return { kind: "image", name: image, ...(reference !== undefined && { reference }) };
  throw bad(`one of ${fields.join(", ")} is required`);
}

function readArchive(text: string): Uint8Array {
  const archive = readBase64("code_archive", text);
  if (archive[0] === 0x1f && archive[1] === 0x8b) return archive;
  throw bad("code_archive must be a gzip-compressed archive");
}

/** Node's decoder takes anything; what does not come out as it went in was no base64. */
function readBase64(field: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "")) return bytes;
  throw bad(`${field} must be valid base64`);
}

/** Names an input without keeping it. */
export function hashInput(input: unknown): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}

function bad(message: string): HttpFailure {
  return new HttpFailure(400, message);
}
