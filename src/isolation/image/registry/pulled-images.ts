import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * What became of images from registries: the digest that a registry knows → that of the manifest here, which is another one
 * where the image had to be put into OCI's format, or was one of several for different machines.
 */
export class PulledImages {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  find(registryDigest: string): string | undefined {
    try {
      const digest = readFileSync(this.#file(registryDigest), "utf8");
      return DIGEST.test(digest) ? digest : undefined;
    } catch {
      return undefined;
    }
  }

  remember(registryDigest: string, digest: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#file(registryDigest);
    writeFileSync(`${file}.${process.pid}`, digest, { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  }

  #file(registryDigest: string): string {
    return join(this.#folder, registryDigest.slice("sha256:".length));
  }
}
