import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ImageStore } from "../../../../src/isolation/image/image-store.js";
import { findExecutable } from "../../../../src/process/find-executable.js";
import { type LayoutImage, writeLayout } from "../../../isolation/support/layout.js";
import { temporaryFolder } from "../../../support/folders.js";
import { type RegistryOptions, startRegistry } from "./registry.js";

const never = new AbortController().signal;
export const image = (content: string, tag = "1"): LayoutImage => ({
  layers: [[{ name: "a", content }]],
  tag,
});

export async function served(images: readonly LayoutImage[], options: Partial<RegistryOptions> = {}) {
  const layout = temporaryFolder();
  const digests = writeLayout(layout, images);
  const registry = await startRegistry({ repository: "team/app", layout, ...options });
  return { ...registry, layout, digests, name: `${registry.host}/team/app` };
}

export function store(insecure: readonly string[], fields: object = {}, registries: object = {}) {
  const cache = temporaryFolder();
  const images = new ImageStore(cache, cache, {
    image_mb: 10,
    image_cache_mb: 100,
    registries: { insecure, ...registries },
    ...fields,
  });
  const pull = (reference: string, signal = never) =>
    images.use({ reference }, signal, async ({ root }) => readFileSync(join(root, "a"), "utf8"));
  const kept = () => readdirSync(join(cache, "images")).filter((name) => name !== "pulled");
  return { pull, kept, cache };
}

/** Makes a PATH for the test on which only this is found. */
export function onlyOnPath(...names: readonly string[]): void {
  const folder = temporaryFolder();
  for (const name of names) {
    const program = findExecutable(name, process.env, "/");
    if (program === undefined) throw new Error(`${name} is not installed`);
    symlinkSync(program, join(folder, name));
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  onTestFinished(() => {
    process.env.PATH = before;
  });
}
