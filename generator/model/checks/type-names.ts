import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { type Check, inManifest, report } from "../analysis.js";
import { pascalCase } from "../identifiers.js";

interface NamedType {
  readonly path: DocumentPath;
  /** `kind "speech-to-text"`, say. */
  readonly title: string;
  readonly kind: string;
  readonly provider?: string;
}

/**
 * Names of config types are made of the ids of kind and provider, and so can meet although the ids differ:
 * `FooBarConfig` is the type of provider `bar` of kind `foo`, and of kind `foo-bar`.
 */
export const checkTypeNames: Check = (analysis) => {
  const types = new Map<string, NamedType>();
  const declare = (name: string, type: NamedType): void => {
    const earlier = types.get(name);
    if (earlier === undefined) {
      types.set(name, type);
      return;
    }
    // Ids of one name space are compared elsewhere.
    if (earlier.kind === type.kind || earlier.title === type.title) return;
    const { path, title, kind, provider } = type;
    report(analysis, {
      code: "manifest-id-collision",
      message: `the config of ${title} and of ${earlier.title} would both be called ${name} in generated code`,
      path,
      target: "key",
      kind,
      provider,
      related: [
        { ...inManifest(analysis, earlier.path), target: "key", message: `${earlier.title} is here` },
      ],
    });
  };
  const kindNames = new Set<string>();
  const kinds = analysis.draft.kinds.filter(({ id }) => {
    const isFirst = !kindNames.has(pascalCase(id));
    kindNames.add(pascalCase(id));
    return isFirst;
  });
  for (const { id: kind, path } of kinds) {
    declare(`${pascalCase(kind)}Config`, { path, title: `kind ${JSON.stringify(kind)}`, kind });
  }
  for (const { id: kind, providers } of kinds) {
    for (const { id: provider, path } of providers) {
      const title = `provider ${JSON.stringify(provider)} of kind ${JSON.stringify(kind)}`;
      declare(`${pascalCase(kind)}${pascalCase(provider)}Config`, { path, title, kind, provider });
    }
  }
};
