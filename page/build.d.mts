import type { PageFiles } from "../src/api/page/page-files.js";

/** Makes the files of the page from its sources. */
export function buildPage(): Promise<PageFiles>;
