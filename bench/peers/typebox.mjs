// TypeBox 1: Compile.
import Type from "typebox";
import { Compile } from "typebox/compile";
import { typeBoxUnion } from "./typebox-types.mjs";

export function union(providers) {
  const schema = Compile(typeBoxUnion(Type, providers));
  return {
    check: (choice) => schema.Check(choice),
    errors: (choice) => schema.Errors(choice).length,
  };
}
