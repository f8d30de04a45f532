import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { forEachInPlace } from "./schema-map.js";

/** What a schema says about the items of one list, with everything that applies to the same list. */
export interface DeclaredItems {
  /** So many items, counted from the first, are described somewhere. */
  readonly count: number;
  /** True when items anywhere in the list may be described. */
  readonly open: boolean;
}

/** Collects the items that a schema describes, through references and every applicator but `not`. */
export function declaredItems(root: JsonSchema, schema: JsonSchema): DeclaredItems {
  let count = 0;
  let open = false;
  forEachInPlace(root, schema, ({ prefixItems = [], items, contains, unevaluatedItems }) => {
    count = Math.max(count, prefixItems.length);
    if (contains !== undefined || (items !== undefined && items !== false)) open = true;
    if (unevaluatedItems !== undefined && unevaluatedItems !== false) open = true;
  });
  return { count, open };
}
