import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import type { Failure } from "../failure.js";

/** One mistake, before it is put into words. Failures that have the same cause are one finding. */
export type Finding = ValueFinding | MissingFinding | MissingAnyFinding | UnknownFinding | NameFinding;

/** A value is wrong; it would have to satisfy one of the alternatives. */
export interface ValueFinding {
  readonly kind: "value";
  readonly path: DocumentPath;
  readonly alternatives: readonly Failure[];
}

/** A field is missing. */
export interface MissingFinding {
  readonly kind: "missing";
  /** Path of the object. */
  readonly path: DocumentPath;
  readonly field: string;
  readonly schema: JsonSchemaObject;
  readonly value: unknown;
  /** The field whose presence asks for it. */
  readonly trigger?: string;
}

/** One of several groups of fields is missing. */
export interface MissingAnyFinding {
  readonly kind: "missing-any";
  readonly path: DocumentPath;
  readonly groups: readonly (readonly string[])[];
}

/** A field is there that nobody knows. */
export interface UnknownFinding {
  readonly kind: "unknown";
  readonly path: DocumentPath;
  readonly field: string;
  /** The schema that closes the object. */
  readonly schema: JsonSchemaObject;
  readonly value: unknown;
}

/** The name of a field is not allowed. */
export interface NameFinding {
  readonly kind: "name";
  readonly path: DocumentPath;
  readonly field: string;
  readonly reasons: readonly Failure[];
}
