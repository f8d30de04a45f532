import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import type { ConfigIssue } from "./config-issue.js";
import { ProvcError } from "./provc-error.js";
import { quote } from "./quote.js";

/**
 * A provider's config is invalid: `invalid config for backend provider "x": dev.command is required`. `issues` has
 * every mistake; none of them, nor the message, holds the value of a secret.
 */
export class InvalidConfigError extends ProvcError {
  static override readonly code = "invalid_config" as const;
  override readonly code = "invalid_config" as const;
  /** Id of the kind. */
  readonly kind: string;
  readonly id: string;
  /** All mistakes, at least one. */
  readonly issues: readonly ConfigIssue[];

  constructor(kind: Pick<KindDescription, "id" | "noun">, id: string, issues: readonly ConfigIssue[]) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    super(
      `invalid config for ${providerWords(kind)} ${quote(id)}: ${first?.message ?? "it is invalid"}${more}`,
    );
    this.kind = kind.id;
    this.id = id;
    this.issues = issues;
  }
}
