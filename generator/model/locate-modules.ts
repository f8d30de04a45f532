import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { Findings } from "../manifest/findings.js";
import { locateFile, pathFromManifest } from "../manifest/locate-file.js";
import type { KindDraft, ManifestDraft, ProviderDraft } from "../manifest/manifest-draft.js";
import { isExportName, splitReference } from "../manifest/module-reference.js";
import type { Project } from "../manifest/project.js";
import { pathCodes } from "../schema/path-codes.js";
import type { ModuleReference } from "./model.js";

/** What differs between a contract and a provider's module. */
interface ReferenceRole {
  /** How messages call it. */
  readonly title: string;
  readonly missingCode: string;
  readonly isContract: boolean;
}

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declaration = /\.d\.(?:[^./]+\.)?[cm]?ts$/;

/** Finds the file of every contract and every provider's module. */
export async function locateModules(
  project: Project,
  manifest: SourceDocument,
  draft: ManifestDraft,
  findings: Findings,
): Promise<Map<KindDraft | ProviderDraft, ModuleReference>> {
  const modules = new Map<KindDraft | ProviderDraft, ModuleReference>();
  const locate = async (
    written: string,
    path: DocumentPath,
    role: ReferenceRole,
    owner: { kind: string; provider?: string },
  ): Promise<ModuleReference | undefined> => {
    const report = (code: string, message: string, hint?: string): undefined =>
      findings.add({ code, message, at: { document: manifest, path }, hint, ...owner });
    const { path: file, exportName } = splitReference(written);
    const named = `the ${role.title} ${JSON.stringify(file)}`;
    if (role.isContract && (exportName === undefined || exportName === "" || exportName === "default")) {
      return report(
        "manifest-contract-name",
        "the contract must name an exported interface",
        `write ${JSON.stringify(`${file}#InterfaceName`)}`,
      );
    }
    if (exportName !== undefined && !isExportName(exportName)) {
      return report("manifest-export-name", `${JSON.stringify(exportName)} cannot be the name of an export`);
    }
    const located = await locateFile(project, project.folder, file);
    if (!located.ok) {
      return report(
        pathCodes[located.problem] ?? role.missingCode,
        `${named} ${located.reason}`,
        located.hint ?? (located.problem === "missing" ? packageHint(file, exportName, role) : undefined),
      );
    }
    if (!source.test(located.path) || (!role.isContract && declaration.test(located.path))) {
      return report("manifest-module-type", `${named} is not a TypeScript or JavaScript module`);
    }
    return { path: pathFromManifest(project, located.path), exportName: exportName ?? "default" };
  };

  const contract: ReferenceRole = {
    title: "contract",
    missingCode: "manifest-contract-not-found",
    isContract: true,
  };
  const module: ReferenceRole = {
    title: "module",
    missingCode: "manifest-module-not-found",
    isContract: false,
  };
  for (const kind of draft.kinds) {
    if (kind.contract !== undefined) {
      const found = await locate(kind.contract, [...kind.path, "contract"], contract, { kind: kind.id });
      if (found !== undefined) modules.set(kind, found);
    }
    for (const provider of kind.providers) {
      if (provider.module === undefined) continue;
      const owner = { kind: kind.id, provider: provider.id };
      const found = await locate(provider.module, [...provider.path, "module"], module, owner);
      if (found !== undefined) modules.set(provider, found);
    }
  }
  return modules;
}

/** For what looks like the name of a package: modules are files of the project, which can export what packages have. */
function packageHint(
  name: string,
  exportName: string | undefined,
  { isContract }: ReferenceRole,
): string | undefined {
  if (!/^(?:@[\w.-]+\/)?\w[\w.-]*$/.test(name) || source.test(name)) return undefined;
  const keywords = isContract ? "export type" : "export";
  return `name a module of the project that has it: ${keywords} { ${exportName ?? "default"} } from ${JSON.stringify(name)}`;
}
