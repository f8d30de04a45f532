import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { OutputFile } from "../emit/output-file.js";

/** What `provc codegen` writes for a manifest, by path below the output folder. */
export class Artefacts {
  readonly files: readonly OutputFile[];
  readonly #contents: ReadonlyMap<string, string>;

  constructor(files: readonly OutputFile[]) {
    this.files = files;
    this.#contents = new Map(files.map(({ path, content }) => [path, content]));
  }

  /** @throws when there is no such file, which is a mistake in provc. */
  text(path: string): string {
    const content = this.#contents.get(path);
    if (content === undefined) throw new Error(`${path} is not generated`);
    return content;
  }

  schema(path: string): JsonSchemaObject {
    return JSON.parse(this.text(path)) as JsonSchemaObject;
  }
}
