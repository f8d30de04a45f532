import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { digestOf, mediaTypes, writeBlob } from "../../isolation/support/layout.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { temporaryFolder } from "../../support/folders.js";
import { image, onlyOnPath, served, store } from "./support/served-image.js";

describe("an image of a registry that cannot be had", () => {
  it("gives its credentials away in no message and on no command line", async () => {
    const tools = temporaryFolder();
    const log = join(tools, "log");
    writeFileSync(
      join(tools, "skopeo"),
      `#!/bin/sh
echo "$@" >> ${log}
for word; do case $word in --authfile=*) file=\${word#*=};; esac; done
echo "odd: s3cret $(/bin/cat $file)" >&2
exit 1
`,
    );
    chmodSync(join(tools, "skopeo"), 0o755);
    const before = process.env.PATH;
    process.env.PATH = tools;
    onTestFinished(() => {
      process.env.PATH = before;
    });
    const { pull } = store([]);
    const error = await pull("anna:s3cret@registry.invalid/app:1").catch((failure: Error) => failure);
    const { message } = error as Error;
    expect(message).toContain('the image "registry.invalid/app:1" cannot be fetched');
    expect(message).toContain("***");
    for (const secret of ["s3cret", Buffer.from("anna:s3cret").toString("base64")]) {
      expect(message).not.toContain(secret);
      expect(readFileSync(log, "utf8")).not.toContain(secret);
    }
  });

  it("is refused when it is not what its digest says", async () => {
    const other = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.manifest }));
    const { host, name, digests } = await served([image("one")], { tamper: () => other });
    const { pull, kept } = store([host]);
    await expect(pull(`${name}@${digests[0]}`)).rejects.toThrow("does not match its digest");
    const layer = await served([image("one")], {
      tamper: (digest, content) =>
        digest === digestOf(content) && content[0] === 0x1f ? Buffer.alloc(content.length) : content,
    });
    const others = store([layer.host]);
    await expect(others.pull(`${layer.name}:1`)).rejects.toThrow("does not match its digest");
    expect([...kept(), ...others.kept()]).toEqual([]);
  });

  it("is refused when it is too large, whether the registry says so or not", async () => {
    const large = { layers: [randomBytes(3_000_000)], tag: "1" };
    const honest = await served([large]);
    await expect(store([honest.host], { image_mb: 1 }).pull(`${honest.name}:1`)).rejects.toThrow(
      "is larger than image_mb",
    );
    expect(honest.requests.filter((request) => request.includes("/blobs/"))).toEqual([]);
    const lying = await served([large]);
    const manifest = JSON.parse(
      readFileSync(join(lying.layout, "blobs/sha256", (lying.digests[0] ?? "").slice(7)), "utf8"),
    ) as { layers: object[] };
    const small = { ...manifest, layers: manifest.layers.map((layer) => ({ ...layer, size: 10 })) };
    const blob = writeBlob(lying.layout, mediaTypes.manifest, JSON.stringify(small));
    const { pull, kept } = store([lying.host], { image_mb: 1 });
    await expect(pull(`${lying.name}@${blob.digest}`)).rejects.toThrow("is larger than image_mb");
    expect(kept()).toEqual([]);
  });

  it("says that a registry cannot be reached, has no TLS, or that there is no tool", async () => {
    const { pull } = store(["127.0.0.1:1"]);
    await expect(pull("127.0.0.1:1/app:1")).rejects.toThrow('the registry "127.0.0.1:1" cannot be reached');
    await expect(pull("registry.invalid/app:1")).rejects.toThrow(
      'the registry "registry.invalid" cannot be reached',
    );
    const { host, name } = await served([image("x")]);
    await expect(pull(`${name}:1`)).rejects.toThrow(`the registry "${host}" has no TLS that can be trusted`);
    const path = process.env.PATH;
    onlyOnPath("sh");
    await expect(pull(`${name}:1`)).rejects.toThrow(
      "images of registries are fetched with one of: skopeo, buildah, podman; none is on the PATH",
    );
    process.env.PATH = path;
    onlyOnPath("sh", "buildah");
    await expect(store([], {}, { tool: "skopeo" }).pull(`${name}:1`)).rejects.toThrow(
      "with one of: skopeo; none",
    );
  });

  it("is given up when nobody waits for it any more, with nothing left of it", async () => {
    const { host, name, requests } = await served([image("x")], { silent: true });
    const { pull, kept, cache } = store([host]);
    const controller = new AbortController();
    const pulled = pull(`${name}:1`, controller.signal);
    const outcome = expect(pulled).rejects.toThrow("enough");
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error("enough"));
    await outcome;
    expect(kept()).toEqual([]);
    expect(leftovers(cache)).toEqual([]);
  });
});
