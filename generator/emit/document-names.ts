import type { DocumentModel, KindModel } from "../model/model.js";
import { NameAllocator } from "./code.js";
import { kindTypeNames } from "./kind-names.js";

/** A kind that the document chooses, with the names that `document.ts` knows its types by. */
export interface DocumentKind {
  readonly kind: KindModel;
  /** The type with the choice at its place: `BackendPlacement<Choice>`. */
  readonly placement: string;
  /** The choices of custom providers: `BackendCustomChoices<Definitions>`. */
  readonly customChoices: string;
  /** All choices, with those of custom providers: `BackendChoicesWith<Definitions>`. */
  readonly choicesWith: string;
  /** The kind's contract. */
  readonly contract: string;
}

/** The names that `document.ts` declares. */
export interface DocumentNames {
  /** The whole document. */
  readonly document: string;
  /** Its own fields, without the kinds' places. */
  readonly fields: string;
  /** The document with the choices of given definitions: `StagecraftConfigurationWith<Definitions>`. */
  readonly documentWith: string;
  readonly kinds: readonly DocumentKind[];
  /** Imported name → name in this file, which differs where the document's type is called the same. */
  readonly local: (imported: string) => string;
  /** Every name that is taken, for the definitions of the document's schema. */
  readonly taken: readonly string[];
}

const FIXED = [
  "AnyProviderDefinition",
  "DocumentDefinition",
  "ProviderDefinition",
  "defineConfig",
  "defineConfigWith",
  "documentDefinition",
];

/** A default export has to be given a name of its own. */
const isTypeName = (exportName: string): boolean => exportName !== "default";

/** The names of `document.ts`, chosen so that no two of them meet. */
export function documentNames(document: DocumentModel, kinds: readonly KindModel[]): DocumentNames {
  const allocator = new NameAllocator(FIXED);
  const own = {
    document: allocator.allocate(document.typeName),
    fields: allocator.allocate(`${document.typeName}Fields`),
    documentWith: allocator.allocate(`${document.typeName}With`),
  };
  const locals = new Map<string, string>();
  const chosen = kinds.filter((kind) => kind.config !== undefined);
  for (const kind of chosen) {
    const { config, configMap, choiceMap, providers, shared, registryValue } = kindTypeNames(kind);
    for (const name of [config, configMap, choiceMap, providers, shared, registryValue])
      locals.set(name, allocator.allocate(name));
  }
  const documentKinds = chosen.map((kind) => ({
    kind,
    placement: allocator.allocate(`${kind.names.pascal}Placement`),
    customChoices: allocator.allocate(`${kind.names.pascal}CustomChoices`),
    choicesWith: allocator.allocate(`${kind.names.pascal}ChoicesWith`),
    contract: allocator.allocate(
      isTypeName(kind.contract.exportName) ? kind.contract.exportName : `${kind.names.pascal}Contract`,
    ),
  }));
  const taken = [
    ...FIXED,
    ...Object.values(own),
    ...locals.values(),
    ...documentKinds.flatMap(({ kind: _kind, ...own }) => Object.values<string>(own)),
  ];
  return { ...own, kinds: documentKinds, local: (imported) => locals.get(imported) ?? imported, taken };
}
