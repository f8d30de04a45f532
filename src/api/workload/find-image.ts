import { realpath } from "node:fs/promises";
import path from "node:path";
import { HttpFailure } from "../http/http-failure.js";

/**
 * The path of an image, by the name of its file or folder in the folder of images; a name leads nowhere outside of that.
 *
 * @param folder Absent: no image can be named.
 * @throws HttpFailure 400
 */
export async function findImage(name: string, folder: string | undefined): Promise<string> {
  if (folder === undefined) {
    throw new HttpFailure(400, "this server has no folder of images; upload one as code_archive");
  }
  const root = await realpath(folder);
  const found = await realpath(path.resolve(root, name)).catch(() => undefined);
  if (found?.startsWith(path.join(root, path.sep))) return found;
  throw new HttpFailure(400, `there is no image ${JSON.stringify(name)}`);
}
