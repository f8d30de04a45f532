import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { resolveReference } from "../../src/validation/schema-reference.js";
import { Descriptions } from "./descriptions.js";
import { and, type Expression, plain } from "./expressions.js";
import { inPlaceStatements } from "./in-place-checks.js";
import { hasScalarKeyword, isReferenceOnly, isScalarOnly } from "./keyword-groups.js";
import { knowledge } from "./knowledge.js";
import { listStatements } from "./list-checks.js";
import { ModuleText } from "./module-text.js";
import { notingParameters, notingStatements } from "./noting-checks.js";
import { objectStatements } from "./object-checks.js";
import type { Part, Place } from "./places.js";
import { type ScalarChecks, scalarChecks, wrongType } from "./scalar-checks.js";
import { accessTo, type SchemaPlaces } from "./schema-places.js";
import { block, stopIf, untilTheEnd } from "./statements.js";
import { hasUnevaluated, outerParameters, unevaluatedStatements } from "./unevaluated-checks.js";

/** Where a `$ref` leads. */
interface Target {
  readonly target: JsonSchema;
  readonly path: DocumentPath;
  readonly name: string;
}

/**
 * Writes the functions of a validator. Each takes a value and, where failures are to be collected, a collector whose
 * `own` is the schema at hand; it is true when the value is wrong and nothing is collected. What it checks comes in the
 * order of `evaluateSchema`, so that the failures are the same.
 */
export class CheckWriter {
  readonly module: ModuleText = new ModuleText();
  readonly descriptions: Descriptions;
  readonly #root: JsonSchema;
  readonly #paths: SchemaPlaces;
  readonly #checks = new Map<JsonSchemaObject, string>();
  readonly #notingChecks = new Map<JsonSchemaObject, string>();

  constructor(root: JsonSchema, places: SchemaPlaces) {
    this.#root = root;
    this.#paths = places;
    this.descriptions = new Descriptions(root, places.keys());
  }

  /** The function that checks values of the whole schema. */
  rootCheck(): string {
    return this.#checkOf(this.#root, [], "config");
  }

  /** The function that checks values of a subschema. */
  check(place: Place, { schema, path, name }: Part): string {
    return this.#checkOf(schema, [...place.path, ...path], name);
  }

  /** The same; it also notes what branches of the subschema say of the fields and items of a value. */
  notingCheck(place: Place, { schema, path, name }: Part): string {
    return this.#notingCheckOf(schema, [...place.path, ...path], name);
  }

  /** A branch as `fits` takes it: a function that checks it, and one that says what it knows if it does know something. */
  branch(place: Place, part: Part): string[] {
    const knows = this.knows(part);
    return [this.notingCheck(place, part), ...(knows === undefined ? [] : [knows])];
  }

  /** A function that says which fields and items a subschema speaks of in every value that it fits. */
  knows({ schema, name }: Part): string | undefined {
    return knowledge(this.module, name, this.descriptions.always(schema), this.descriptions.kinds);
  }

  /** An expression that applies a subschema to the value at hand. */
  applyAgain(place: Place, part: Part): Expression {
    return this.#again(this.check(place, part), accessTo("c?.own", part.path));
  }

  /** The same for the schema behind the `$ref` of the place. */
  applyReference({ schema }: Place): Expression {
    const { check, own } = this.#reference(schema);
    return this.#again(check, own);
  }

  /** As `applyAgain`; what the subschema knows is noted. */
  noteAgain(place: Place, part: Part): Expression {
    if (!this.descriptions.depends(part.schema)) return this.applyAgain(place, part);
    return this.#noting(this.notingCheck(place, part), accessTo("c?.own", part.path));
  }

  /** As `applyReference`; what the schema knows is noted. */
  noteReference(place: Place): Expression {
    const { target, path, name } = this.#target(place.schema);
    if (!this.descriptions.depends(target)) return this.applyReference(place);
    return this.#noting(this.#notingCheckOf(target, path, name), accessTo("schema", path));
  }

  /**
   * An expression that applies a subschema to what is inside the value at hand, at `key`; undefined when nothing can be
   * wrong. What is simple is written out. The subschema is what `properties` has for that key, unless `own` leads to it.
   */
  applyBelow(place: Place, part: Part, value: string, key: string, own?: string): Expression | undefined {
    const { module } = this;
    const { schema } = part;
    const inside = (check: string, from: string | undefined): Expression =>
      plain(
        `${module.helper("inside")}(${["c", check, key, ...(from === undefined ? [] : [from])].join(", ")})`,
      );
    if (schema === true) return undefined;
    if (schema === false) return inside(module.helper("never"), own);
    if (isReferenceOnly(schema)) {
      const target = this.#reference(schema);
      return and(plain(`${target.check}(${value})`), inside(target.check, target.own));
    }
    if (isScalarOnly(schema))
      return this.#scalarFault(place, part, value, own === undefined ? [key] : [key, own]);
    const check = this.check(place, part);
    return and(plain(`${check}(${value})`), inside(check, own));
  }

  /** An expression that only says whether a subschema does not fit. */
  verdict(place: Place, part: Part, value: string): Expression {
    const { schema } = part;
    if (!isSchemaObject(schema)) return plain(String(!schema));
    if (!isScalarOnly(schema)) return plain(`${this.check(place, part)}(${value})`);
    return this.#scalar(place, part, value)?.wrong ?? plain("false");
  }

  #again(check: string, own: string): Expression {
    return and(plain(`${check}(data)`), plain(`${this.module.helper("again")}(c, ${check}, ${own})`));
  }

  #noting(check: string, own: string): Expression {
    const collecting = `(data, c) => ${check}(data, c, notes)`;
    return and(
      plain(`${check}(data, undefined, notes)`),
      plain(`${this.module.helper("again")}(c, ${collecting}, ${own})`),
    );
  }

  #target({ $ref = "#" }: JsonSchemaObject): Target {
    const target = resolveReference(this.#root, $ref) ?? true;
    const path = isSchemaObject(target) ? (this.#paths.get(target) ?? []) : [];
    return { target, path, name: String(path.at(-1) ?? "config") };
  }

  /** The function behind a `$ref`, and code that leads to its schema. */
  #reference(schema: JsonSchemaObject): { readonly check: string; readonly own: string } {
    const { target, path, name } = this.#target(schema);
    const check = this.#checkOf(target, path, name);
    return { check, own: isSchemaObject(target) ? accessTo("schema", path) : String(target) };
  }

  #scalar(place: Place, part: Part, value: string): ScalarChecks | undefined {
    if (!isSchemaObject(part.schema)) return undefined;
    const access = (): string => accessTo("schema", [...place.path, ...part.path]);
    return scalarChecks(part.schema, { module: this.module, access, value });
  }

  #scalarFault(place: Place, part: Part, value: string, below: readonly string[]): Expression | undefined {
    const checks = this.#scalar(place, part, value);
    if (checks === undefined) return undefined;
    return and(checks.wrong, this.module.fault(checks.keywords, checks.isStructured, below));
  }

  #checkOf(schema: JsonSchema, path: DocumentPath, name: string): string {
    if (!isSchemaObject(schema)) return this.module.helper(schema ? "always" : "never");
    const known = this.#checks.get(schema);
    if (known !== undefined) return known;
    const check = this.module.function(name, "data, c", (own) => {
      this.#checks.set(schema, own);
      return this.#statements({ schema, path, name });
    });
    this.#checks.set(schema, check);
    return check;
  }

  #notingCheckOf(schema: JsonSchema, path: DocumentPath, name: string): string {
    if (!isSchemaObject(schema) || !this.descriptions.depends(schema))
      return this.#checkOf(schema, path, name);
    const known = this.#notingChecks.get(schema);
    if (known !== undefined) return known;
    const parameters = hasUnevaluated(schema) ? outerParameters : notingParameters;
    const check = this.module.function(`${name}_noting`, parameters, () =>
      this.#statements({ schema, path, name, isNoting: true }),
    );
    this.#notingChecks.set(schema, check);
    return check;
  }

  #statements(place: Place): string[] {
    const { schema } = place;
    const { module } = this;
    if (hasUnevaluated(schema)) return untilTheEnd(unevaluatedStatements(this, place));
    const inside = place.isNoting ? notingStatements(this, place) : inPlaceStatements(this, place);
    const list = listStatements(this, place);
    const object = objectStatements(this, place);
    const isTyped = typeof schema.type === "string" && !hasScalarKeyword(schema);
    const section = [
      ...(object.length === 0 && schema.type === "array" ? list : []),
      ...(list.length === 0 && schema.type === "object" ? object : []),
    ];
    if (isTyped && inside.length === 0 && section.length > 0) {
      // Whatever has another type has nothing else that could be wrong.
      const isOther = wrongType([schema.type as string], module, "data");
      return [`if (${isOther.text}) return ${module.fail("type").text};`, ...untilTheEnd(section)];
    }
    const wrong = this.#scalarFault(place, { schema, path: [], name: "" }, "data", []);
    const rest = [
      ...inside,
      // What further schemas for the same value have found stays where it is.
      ...(inside.length === 0 ? [] : ["if (c) c.start = c.failures.length;"]),
      ...(list.length === 0 ? [] : [block("if (Array.isArray(data))", list)]),
      ...(object.length === 0 ? [] : [block(`if (${module.helper("isObject")}(data))`, object)]),
    ];
    return untilTheEnd([...(wrong === undefined ? [] : [stopIf(wrong)]), ...rest]);
  }
}
