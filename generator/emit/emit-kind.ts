import type { KindModel, Model } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { docComment, literal, literalKey } from "./code.js";
import { runtimeSchema } from "./examples/secret-values.js";
import { kindTypeNames, providerWords } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";

/**
 * Emits `<kind>/kind.ts`: the kind without its providers. `registry.ts` names every provider, and a bundler that makes
 * one file of a program takes all of them along; a program that wants few makes its registry from this.
 */
export function emitKind(model: Model, kind: KindModel): OutputFile[] {
  const { id, title, description, noun, config, onDuplicate, routing, shared } = kind;
  const members = Object.entries({
    id,
    title,
    description,
    noun,
    config,
    onDuplicate,
    routing,
    shared: shared && runtimeSchema(shared),
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${literalKey(name)}: ${literal(value, "  ")},\n`);
  const content = [
    codeBanner(model),
    'import type { KindTable } from "provc";\n\n',
    docComment(
      `What the manifest says of ${providerWords(kind)}s as a kind. Names no provider: for registries that are given theirs.`,
    ),
    `export const ${kindTypeNames(kind).kindValue}: Omit<KindTable, "providers"> = {\n`,
    ...members,
    "};\n",
  ].join("");
  return [{ path: `${kind.id}/kind.ts`, content }];
}
