import { moreMistakes, mostFindings } from "../../document/first-findings.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { toPointer } from "../../source/json-pointer.js";

/** What is wrong with a config. */
export interface ConfigReport {
  readonly valid: boolean;
  readonly issues: readonly ReportedIssue[];
}

interface ReportedIssue {
  readonly code: string;
  readonly message: string;
  /** JSON pointer. */
  readonly path: string;
  readonly hint?: string;
}

/** Checks a config. Of many mistakes as many are told as of a document, and how many are left. */
export async function configReport(
  registry: AnyRegistry,
  id: string,
  config: unknown,
): Promise<ConfigReport> {
  const result = await registry.validate(id, config, { most: mostFindings });
  if (result.valid) return { valid: true, issues: [] };
  const { issues, omitted = 0 } = result;
  const told = issues.map(({ code, message, path, hint }) => ({
    ...{ code, message, path: toPointer(path) },
    ...(hint !== undefined && { hint }),
  }));
  return { valid: false, issues: omitted === 0 ? told : [...told, { ...moreMistakes(omitted), path: "" }] };
}
