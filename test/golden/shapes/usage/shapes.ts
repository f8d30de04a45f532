// Type tests of schema shapes: what a validator accepts, its type accepts; what types can express, they refuse.
import type { LooseConfig, ShapeConfigMap, ShapeCustomConfigMap } from "../generated/index.js";
import { defineConfig } from "../generated/document.js";

type Shapes = ShapeConfigMap;

export const accepted: { readonly [Id in keyof Shapes]?: Shapes[Id] } = {
  anything: { a: 1 },
  arrays: { plain: [1, "a"], ofUnion: [1, 2, 1], pair: ["a"], rest: ["a", true, false], unique: ["a", "b"] },
  composed: { mode: "a", base: "b", "re-try": 1, extra: "e", other: true, another: "x" },
  maps: {
    open: { known: "k", unknown: 5 },
    typed: { name: "n", one: 1 },
    patterns: { "x-a": 1 },
    named: { a: "b" },
    empty: {},
  },
  nullable: null,
  open: { a: 1, b: 2 },
  recursive: { tree: { name: "root", children: [{ name: "leaf", children: [] }] } },
  text: "t",
  union: { url: "u", retry: { times: 1 } },
  variants: { a: "a", either: ["x"] },
};
export const inline: ShapeCustomConfigMap["union"] = { type: "union", file: "f" };
export const loose: LooseConfig = { type: "custom", name: "n", level: 1 };
defineConfig({ shapes: { list: { provider: "text", providers: { text: "t" } } }, loose: { x: { deep: { type: "union", name: "n", file: "f" }, open: 1 } } });

export const refused: readonly [
  Shapes["arrays"],
  Shapes["arrays"],
  Shapes["composed"],
  Shapes["composed"],
  Shapes["maps"],
  Shapes["maps"],
  Shapes["nullable"],
  Shapes["recursive"],
  Shapes["union"],
  Shapes["variants"],
  ShapeCustomConfigMap["union"],
] = [
  // @ts-expect-error not one of the literals
  { ofUnion: [3] },
  // @ts-expect-error too many items
  { pair: ["a", 1, 2] },
  // @ts-expect-error a field that nothing declares
  { mode: "a", base: "b", typo: 1 },
  // @ts-expect-error a field of the referenced part is missing
  { mode: "a" },
  // @ts-expect-error a closed object without fields
  { empty: { a: 1 } },
  // @ts-expect-error a value of the wrong type in a map
  { named: { a: 1 } },
  // @ts-expect-error a misspelt field
  { b: "b" },
  // @ts-expect-error a wrong type deep in a recursion
  { tree: { name: "n", children: [{ name: 1 }] } },
  // @ts-expect-error half of each branch
  { url: "u" },
  // @ts-expect-error neither of the fields of which one is required
  { either: "x" },
  // @ts-expect-error the wrong selector
  { type: "onion", file: "f" },
];
