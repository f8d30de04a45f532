import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FuzzInput, TargetName } from "./fuzz-input.js";

const folder = path.join(import.meta.dirname, "fixtures/corpus");

/**
 * The committed inputs of a target, by file name. A file is an input as it is; a name that ends in `.input.json` is one that the
 * fuzzer printed, with its environment or command line.
 */
export function corpus(target: TargetName): [name: string, input: FuzzInput][] {
  return readdirSync(path.join(folder, target))
    .sort()
    .map((name) => {
      const bytes = readFileSync(path.join(folder, target, name));
      if (name.endsWith(".input.json")) return [name, JSON.parse(bytes.toString("utf8")) as FuzzInput];
      return [name, { base64: bytes.toString("base64"), file: name.endsWith(".json") ? "x.json" : "x.yaml" }];
    });
}
