import { taggedAnswer } from "../http/entity-tag.js";
import { pageFiles } from "../page/page-files.js";

/** The files of the page, by path; they are answered without a token. */
export function pageAnswer(request: Request, path: string): Response | undefined {
  const file = pageFiles.get(path);
  return file && taggedAnswer(request, file.text, file.type);
}
