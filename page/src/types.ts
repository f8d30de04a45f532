/** The answers of the API that the page shows; the OpenAPI description says what is in them. */
export interface Kind {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly noun: string;
  readonly config?: Placement;
  readonly routing: { readonly [id: string]: { readonly rules: readonly Rule[] } };
}

export interface Placement {
  readonly at: readonly string[];
  readonly form: "inline" | "keyed";
  readonly selector: string;
  readonly map?: string;
}

export interface Rule {
  readonly when?: { readonly [input: string]: readonly unknown[] };
  readonly use: string;
}

/** The keywords of a JSON Schema that make a form. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly patternProperties?: { readonly [pattern: string]: Schema };
  readonly "x-secret"?: boolean;
  readonly [keyword: string]: unknown;
}

export type Schema = SchemaObject | boolean;

export interface Provider {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly capabilities: { readonly [name: string]: unknown };
  readonly requires: {
    readonly npm: { readonly [name: string]: string };
    readonly commands: readonly string[];
  };
  readonly deprecated?: string;
  readonly availability: {
    readonly status: "available" | "incomplete" | "unavailable";
    readonly reason?: string;
    readonly details?: { readonly [name: string]: string };
  };
  readonly schema?: Schema;
  readonly example?: unknown;
}

export interface Issue {
  readonly message: string;
  readonly path: string;
  readonly hint?: string;
}

export interface Finding extends Issue {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Workload {
  readonly id: string;
  readonly status: "pending" | "running" | "completed" | "failed" | "killed";
  readonly isolation: string;
  readonly isolation_used: string;
  readonly runtime: string;
  readonly output?: string;
  readonly exit_code?: number;
  readonly error?: string;
  readonly duration_ms?: number;
  readonly created_at: string;
  readonly [field: string]: unknown;
}
