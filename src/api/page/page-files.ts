/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** Files by their path below the page's own. */
export interface PageFiles {
  readonly [path: string]: PageFile;
}

/** Makes the files of the page. In the package this module holds them instead: see `page/build.mjs`. */
export async function pageFiles(): Promise<PageFiles> {
  const { buildPage } = await import("../../../page/build.mjs");
  return await buildPage();
}
