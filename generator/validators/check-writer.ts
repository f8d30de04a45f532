import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { resolveReference } from "../../src/validation/schema-reference.js";
import { quote } from "../emit/code.js";
import { type Expression, plain } from "./expressions.js";
import { inPlaceStatements } from "./in-place-checks.js";
import { hasScalarKeyword, isReferenceOnly, isScalarOnly } from "./keyword-groups.js";
import { listStatements } from "./list-checks.js";
import { ModuleText } from "./module-text.js";
import { objectStatements } from "./object-checks.js";
import type { Part, Place } from "./places.js";
import { type ScalarContext, scalarExpression, wrongType } from "./scalar-checks.js";
import { accessTo, schemaPlaces } from "./schema-places.js";
import { block, stopIf } from "./statements.js";

/**
 * Writes the functions of a validator. Each takes a value and, where failures are to be collected, a collector whose
 * `own` is the schema at hand; it is true when the value is wrong and nothing is collected. What it checks comes in the
 * order of `evaluateSchema`, so that the failures are the same.
 */
export class CheckWriter {
  readonly module: ModuleText = new ModuleText();
  readonly #root: JsonSchema;
  readonly #paths: ReadonlyMap<JsonSchemaObject, DocumentPath>;
  readonly #checks = new Map<JsonSchemaObject, string>();

  constructor(root: JsonSchema) {
    this.#root = root;
    this.#paths = schemaPlaces(root);
  }

  /** The function that checks values of the whole schema. */
  rootCheck(): string {
    return this.#checkOf(this.#root, [], "config");
  }

  /** The function that checks values of a subschema. */
  check(place: Place, { schema, path, name }: Part): string {
    return this.#checkOf(schema, [...place.path, ...path], name);
  }

  /** A call of the function behind a `$ref`. `collect` writes what makes the collector for it. */
  callReference(reference: string, value: string, collect: (own: string) => string): Expression {
    const target = resolveReference(this.#root, reference) ?? true;
    const path = isSchemaObject(target) ? (this.#paths.get(target) ?? []) : [];
    const check = this.#checkOf(target, path, String(path.at(-1) ?? "config"));
    const own = isSchemaObject(target) ? accessTo("schema", path) : String(target);
    return plain(`${check}(${value}, c && ${collect(own)})`);
  }

  /** A call that applies a subschema to the value at hand. */
  applyAgain(place: Place, part: Part): Expression {
    const own = accessTo("c.own", part.path);
    return plain(`${this.check(place, part)}(data, c && ${this.module.helper("again")}(c, ${own}))`);
  }

  /**
   * An expression that applies a subschema to what is inside the value at hand; undefined when nothing can be wrong.
   * What is simple is written out. The collector has to look at the subschema already, unless `field` names it.
   */
  applyBelow(place: Place, part: Part, value: string, field?: string): Expression | undefined {
    const { module } = this;
    const { schema } = part;
    const fail = (keyword: string): Expression => module.fail(keyword, field);
    const name = field === undefined ? [] : [quote(field)];
    const below = (...more: readonly string[]): string =>
      `${module.helper("below")}(${["c", ...more].join(", ")})`;
    if (schema === true) return undefined;
    if (schema === false) return fail("false");
    if (isReferenceOnly(schema)) {
      const collect = (own: string): string => below(name[0] ?? "undefined", own);
      return this.callReference(schema.$ref ?? "#", value, collect);
    }
    if (!isScalarOnly(schema)) return plain(`${this.check(place, part)}(${value}, c && ${below(...name)})`);
    return scalarExpression(schema, this.#scalar(place, part, value, fail));
  }

  /** An expression that only says whether a subschema does not fit. */
  verdict(place: Place, part: Part, value: string): Expression {
    const { schema } = part;
    if (!isSchemaObject(schema)) return plain(String(!schema));
    if (!isScalarOnly(schema)) return plain(`${this.check(place, part)}(${value})`);
    return scalarExpression(schema, this.#scalar(place, part, value)) ?? plain("false");
  }

  #scalar(place: Place, part: Part, value: string, fail?: ScalarContext["fail"]): ScalarContext {
    const access = accessTo("schema", [...place.path, ...part.path]);
    return { module: this.module, access, value, ...(fail && { fail }) };
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

  #statements(place: Place): string[] {
    const { schema } = place;
    const { module } = this;
    const inside = inPlaceStatements(this, place);
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
      return [`if (${isOther.text}) return ${module.fail("type").text};`, ...section, "return false;"];
    }
    const wrong = scalarExpression(
      schema,
      this.#scalar(place, { schema, path: [], name: "" }, "data", (keyword) => module.fail(keyword)),
    );
    const rest = [
      ...inside,
      ...(list.length === 0 ? [] : [block("if (Array.isArray(data))", list)]),
      ...(object.length === 0 ? [] : [block(`if (${module.helper("isObject")}(data))`, object)]),
    ];
    if (rest.length === 0) return [`return ${wrong?.text ?? "false"};`];
    return [...(wrong === undefined ? [] : [stopIf(wrong)]), ...rest, "return false;"];
  }
}
