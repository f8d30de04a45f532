import type { ProviderDescription } from "../../src/contract/kind.js";
import { pageOf } from "../../src/contract/page-of.js";
import { importPath } from "../manifest/import-path.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { docComment, literalKey, memberAccess, quote } from "./code.js";
import { providerWords } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";
import { type ImportSettings, importSpecifier } from "./project-paths.js";

/*
 * Every program that uses a registry reads its whole table, and what that costs is the text: at a thousand providers,
 * 270 bytes of thunks and literals each took two thirds of the time to the first validation. In a paged table an id and
 * a piece of one string each are left; a page costs one module more, which below the limit would be the slower way.
 */

/** A table with more providers is divided into pages. */
const longestTable = 48;
/** What a provider takes on its page against what a page takes in the table, which every program reads. */
const providerPerPage = 3;

/** Whether the thunks of a kind are in pages. */
export function isPaged(kind: KindModel): boolean {
  return kind.providers.length > longestTable;
}

interface Page {
  readonly name: string;
  readonly providers: readonly ProviderModel[];
}

/** Their number goes by powers of two, so that a provider more changes one page and hardly ever all of them. */
function pagesOf({ providers }: KindModel): readonly Page[] {
  // As many as make the table and one page together shortest.
  const count = 2 ** Math.round(Math.log2(Math.sqrt(providerPerPage * providers.length)));
  const digits = (count - 1).toString(16).length;
  const pages = Array.from({ length: count }, (_, index) => ({
    name: index.toString(16).padStart(digits, "0"),
    providers: [] as ProviderModel[],
  }));
  for (const provider of providers) pages[pageOf(provider.id, count)]?.providers.push(provider);
  return pages;
}

/** The members of the table that stand in place of `providers`. */
export function pagedMembers(
  kind: KindModel,
  idsValue: string,
  describe: (provider: ProviderModel) => Partial<ProviderDescription>,
  { importExtension }: ImportSettings,
): string[] {
  const descriptions = kind.providers.map((provider) => {
    const { id, ...description } = describe(provider);
    return `${JSON.stringify(id)}:${JSON.stringify(description)}`;
  });
  const pages = pagesOf(kind).map(({ name }) => {
    const specifier = quote(importPath(`./pages/${name}.ts`, importExtension));
    return `    () => import(${specifier}).then(({ page }) => page),\n`;
  });
  return [
    `  ids: ${idsValue},\n`,
    `  descriptions: ${template(`{\n${descriptions.join(",\n")}\n}`)},\n`,
    "  pages: [\n",
    ...pages,
    "  ],\n",
  ];
}

/** JSON as a template literal, which unlike other strings may go on in the next line. */
function template(json: string): string {
  const text = json
    .replace(/[\\`]|\$\{/g, "\\$&")
    .replaceAll("</", "<\\/")
    .replaceAll("<!--", "<\\!--")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return `\`${text}\``;
}

/** Emits `<kind>/pages/*.ts`; the type of a page holds every provider on it to the kind's contract. */
export function tablePages(
  model: Model,
  kind: KindModel,
  settings: ImportSettings,
  contractAt: (depth: number) => { readonly name: string; readonly text: string },
): OutputFile[] {
  const contract = contractAt(2);
  return pagesOf(kind).map(({ name, providers }) => {
    const members = providers.map(({ id, module }) => {
      const load = `import(${quote(importSpecifier(settings, module, 2))})`;
      const validator = `import(${quote(`../providers/${id}.validator.js`)})`;
      return [
        `  ${literalKey(id)}: {\n`,
        `    load: () => ${load}.then((module) => ${memberAccess("module", module.exportName)}),\n`,
        `    validator: () => ${validator},\n  },\n`,
      ].join("");
    });
    const comment = `A page of the table of ${providerWords(kind)}s: imported when one of these is first used.`;
    const text = [
      `import type { TablePage } from "provc";\n${contract.text}\n`,
      docComment(comment),
      `export const page: TablePage<${contract.name}> = {\n${members.join("")}};\n`,
    ];
    return { path: `${kind.id}/pages/${name}.ts`, content: codeBanner(model) + text.join("") };
  });
}
