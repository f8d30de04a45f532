// TypeBox 0.34: TypeCompiler; the first error only, since all of a union's errors are a flood.
import { Type } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { typeBoxUnion } from "./typebox-types.mjs";

export function union(providers) {
  const schema = TypeCompiler.Compile(typeBoxUnion(Type, providers));
  return {
    check: (choice) => schema.Check(choice),
    errors: (choice) => schema.Errors(choice).First() === undefined,
  };
}
