import { taggedAnswer } from "../http/entity-tag.js";
import type { PageFiles } from "../page/page-files.js";

/** Answers with a file of the page; undefined when there is none at the path. */
export type PageReader = (request: Request, path: string) => Promise<Response | undefined>;

/**
 * The files of the page, which are read when one is asked for; they are answered without a token.
 *
 * @param basePath Where the API is mounted: the page refers to its files from the folder that this is.
 */
export function pageReader(basePath: string): PageReader {
  let files: Promise<PageFiles> | undefined;
  return async (request, path) => {
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    if (path === "") return new Response(null, { status: 308, headers: { location: `${basePath}/` } });
    files ??= import("../page/page-files.js").then((module) => module.pageFiles());
    const known = await files;
    const file = Object.hasOwn(known, path) ? known[path] : undefined;
    return file && taggedAnswer(request, file.text, file.type);
  };
}
