import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { idPattern } from "../../manifest/id-pattern.js";
import { type Analysis, type Check, inManifest, report } from "../analysis.js";
import { asKebabCase, pascalCase } from "../identifiers.js";

/** An id and what it is an id of. */
interface WrittenId {
  readonly id: string;
  readonly path: DocumentPath;
  /** `kind`, `provider`, `virtual id`. */
  readonly role: string;
  readonly kind: string;
  readonly provider?: string;
}

const valid = new RegExp(idPattern);

/** Ids become file names, and those may have 255 bytes with everything that is added to them. */
const maxLength = 64;

/** Names of files and folders that stand beside those of the kinds in the output. */
const outputNames: ReadonlySet<string> = new Set("catalogue docs document index manifest schemas".split(" "));
/** Files of such a name, with any extension, cannot be made on Windows. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Ids are kebab-case, not reserved, and stay apart as file names and as identifiers. */
export const checkIds: Check = (analysis) => {
  const kinds = analysis.draft.kinds.map(({ id, path }) => ({ id, path, role: "kind", kind: id }));
  checkGroup(analysis, kinds);
  for (const kind of analysis.draft.kinds) {
    const owner = { kind: kind.id };
    checkGroup(analysis, [
      ...kind.providers.map(({ id, path }) => ({ id, path, role: "provider", ...owner, provider: id })),
      ...kind.routing.map(({ id, path }) => ({ id, path, role: "virtual id", ...owner })),
    ]);
  }
};

/** Checks ids that share one name space. */
function checkGroup(analysis: Analysis, ids: readonly WrittenId[]): void {
  const byFolded = new Map<string, WrittenId>();
  const byIdentifier = new Map<string, WrittenId>();
  for (const written of ids) {
    const folded = written.id.toLowerCase();
    const twin =
      byFolded.get(folded) ?? (valid.test(written.id) ? byIdentifier.get(pascalCase(written.id)) : undefined);
    if (twin !== undefined) reportCollision(analysis, written, twin);
    else checkId(analysis, written, ids);
    if (!byFolded.has(folded)) byFolded.set(folded, written);
    if (valid.test(written.id) && twin === undefined) byIdentifier.set(pascalCase(written.id), written);
  }
}

function checkId(analysis: Analysis, written: WrittenId, all: readonly WrittenId[]): void {
  const { id, role } = written;
  const name = `${role} ${JSON.stringify(id)}`;
  const add = (code: string, message: string, hint?: string): void =>
    report(analysis, { code, message, path: written.path, target: "key", hint, ...ownerOf(written) });
  if (id.length > maxLength) {
    add("manifest-invalid-id", `a ${role} may have at most ${maxLength} characters in its id`);
  } else if (!valid.test(id)) {
    const meant = asKebabCase(id);
    const free = meant !== undefined && !all.some((other) => other.id === meant);
    add(
      "manifest-invalid-id",
      `${name} is not in kebab-case: a to z, 0 to 9, and single hyphens between them`,
      meant !== undefined && free ? `did you mean ${JSON.stringify(meant)}?` : undefined,
    );
  } else if (deviceName.test(id)) {
    add("manifest-reserved-name", `${name} cannot be a file name on Windows`, "choose another id");
  } else if (role === "kind" && outputNames.has(id)) {
    add("manifest-reserved-name", `${name} has the name of a generated file`, "choose another id");
  }
}

function reportCollision(analysis: Analysis, written: WrittenId, earlier: WrittenId): void {
  const [one, other] = [JSON.stringify(earlier.id), JSON.stringify(written.id)];
  const isSame = written.id === earlier.id;
  const isCase = written.id.toLowerCase() === earlier.id.toLowerCase();
  report(analysis, {
    code: isSame ? "manifest-duplicate-id" : "manifest-id-collision",
    message: isSame
      ? `${other} is both a ${earlier.role} and a ${written.role}`
      : isCase
        ? `the ids ${one} and ${other} differ only in upper and lower case letters`
        : `the ids ${one} and ${other} both become ${pascalCase(written.id)} in generated code`,
    path: written.path,
    target: "key",
    ...ownerOf(written),
    related: [{ ...inManifest(analysis, earlier.path), target: "key", message: `${one} is here` }],
  });
}

function ownerOf({ kind, provider }: WrittenId): { kind: string; provider?: string } {
  return { kind, ...(provider === undefined ? {} : { provider }) };
}
