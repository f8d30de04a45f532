/** The text of `src/api/page/page-files.ts`, made from the sources of the page. */
export function pageModule(): Promise<string>;
