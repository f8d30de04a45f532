import path from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type Finding, placeFindings } from "../../document/findings.js";
import type { LoadedDocument } from "../../document/load-document.js";
import { isModulePath } from "../../document/module-document.js";
import { MigrationError } from "../../migration/migration-error.js";
import { parseSource } from "../../source/parse-source.js";
import type { CliContext } from "../context.js";
import type { Workspace } from "../workspace.js";
import { migrationKind, property } from "./choose-databases.js";
import { refusePair } from "./preflight.js";

/**
 * What is wrong with a valid document where the environment says which databases it is about: engines that do not migrate
 * the kind of database that they are chosen for. Connections that are not configured here are no mistake of the document.
 */
export function pairDiagnostics(
  context: CliContext,
  { registries }: Workspace,
  document: LoadedDocument,
): readonly Diagnostic[] {
  const registry = registries.get(migrationKind);
  const databases = property(document.value, "databases");
  const findings = document.choices.flatMap((choice): Finding[] => {
    if (choice.kind !== migrationKind || choice.virtual || registry === undefined) return [];
    const database = choice.subject ?? "";
    const connectionEnv = property(property(databases, database), "connection_env");
    const message = refusal(choice.id, registry.describe(choice.id).capabilities.databases, {
      database,
      workDir: path.dirname(path.resolve(context.cwd, document.file)),
      env: context.env,
      ...(typeof connectionEnv === "string" && { connectionEnv }),
    });
    if (message === undefined) return [];
    const at = [...choice.path, registry.kind.config?.selector ?? ""];
    return [
      { code: "invalid-config", message, path: at, target: "value", kind: choice.kind, provider: choice.id },
    ];
  });
  if (findings.length === 0) return [];
  // A program has no places of its own for what it exports.
  const text = isModulePath(document.file) ? "" : document.text;
  return placeFindings(findings, parseSource(text, { file: document.file }));
}

function refusal(
  engine: string,
  supported: unknown,
  options: Parameters<typeof refusePair>[2],
): string | undefined {
  try {
    refusePair(engine, supported, options);
    return undefined;
  } catch (error) {
    if (!MigrationError.isInstance(error) || error.code !== "unsupported_database") return undefined;
    return error.message;
  }
}
