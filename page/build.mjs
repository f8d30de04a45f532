// Makes the files of the page from its sources. `build.mjs` puts them into the package; from the sources they are made when asked for.
import { readFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const here = import.meta.dirname;
const read = (name) => readFileSync(path.join(here, name), "utf8");

/** The files by their path below the page's own. */
export async function buildPage() {
  const bundle = await rolldown({
    input: path.join(here, "src/app.ts"),
    tsconfig: path.join(here, "tsconfig.json"),
  });
  const { output } = await bundle.generate({ format: "esm", minify: true, comments: false });
  return {
    "/": { type: "text/html; charset=utf-8", text: read("index.html") },
    "/assets/app.js": { type: "text/javascript; charset=utf-8", text: output[0].code },
    "/assets/style.css": { type: "text/css; charset=utf-8", text: read("style.css") },
    "/assets/icon.svg": { type: "image/svg+xml", text: read("icon.svg") },
  };
}

/** For the package's own build: has the files in the place of the module that would make them. */
export const embeddedPage = {
  name: "embedded-page",
  async load(id) {
    if (id !== path.join(here, "../src/api/page/page-files.ts")) return null;
    return `export const pageFiles = async () => (${JSON.stringify(await buildPage())});`;
  },
};
