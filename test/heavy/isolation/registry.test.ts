import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pullTools } from "../../../src/isolation/image/registry/pull-tool.js";
import { openBackend } from "../../isolation/support/backends.js";
import { mediaTypes, writeBlob, writeLayout } from "../../isolation/support/layout.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { runProgram } from "../../isolation/support/run-program.js";
import { temporaryFolder } from "../../support/folders.js";
import { image, served, store } from "./support/served-image.js";

describe("an image of a registry", () => {
  it.each(pullTools)("is fetched with %s, by tag and by digest", async (tool) => {
    const { host, name, digests } = await served([image("one"), image("two", "2")]);
    const { pull, kept } = store([host], {}, { tool });
    expect(await pull(`${name}:1`)).toBe("one");
    expect(await pull(`${name}@${digests[1]}`)).toBe("two");
    expect(kept()).toHaveLength(2);
    await expect(pull(`${name}:3`)).rejects.toThrow(`the registry "${host}" has no image "${name}:3"`);
  });

  it("is fetched once: a tag is looked up each time, a digest is not", async () => {
    const { host, name, digests, requests, layout } = await served([image("one")]);
    const { pull } = store([host]);
    await Promise.all([pull(`${name}:1`), pull(`${name}:1`)]);
    const blobs = () => requests.filter((request) => request.includes("/blobs/")).length;
    expect(blobs()).toBe(2);
    await pull(`${name}:1`);
    expect(blobs()).toBe(2);
    const before = requests.length;
    expect(await pull(`${name}@${digests[0]}`)).toBe("one");
    expect(await pull(`${name}:other@${digests[0]}`)).toBe("one");
    expect(requests).toHaveLength(before);
    writeLayout(layout, [image("changed")]);
    expect(await pull(`${name}:1`)).toBe("changed");
    expect(await pull(`${name}@${digests[0]}`)).toBe("one");
  });

  it("is the one for this machine, of several", async () => {
    const { host, name, layout } = await served([]);
    const scratch = layout;
    const manifest = (content: string, architecture: string) => {
      const platform = { os: "linux", architecture };
      writeLayout(scratch, [{ ...image(content), platform }]);
      const index = JSON.parse(readFileSync(join(scratch, "index.json"), "utf8")) as { manifests: object[] };
      return { ...index.manifests[0], annotations: {} };
    };
    const manifests = [
      manifest("strange", "s390x"),
      manifest("ours", process.arch === "x64" ? "amd64" : process.arch),
    ];
    const list = writeBlob(
      layout,
      mediaTypes.index,
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }),
    );
    const tagged = { ...list, annotations: { "org.opencontainers.image.ref.name": "latest" } };
    writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }));
    const { pull } = store([host]);
    expect(await pull(name)).toBe("ours");
    rmSync(join(layout, "blobs"), { recursive: true });
    expect(await pull(`${name}@${list.digest}`)).toBe("ours");
  });

  it("needs the registry's credentials: from the reference or a file, never on a command line", async () => {
    const credentials = { user: "anna", password: "p@ss/w:rd" };
    const { host, name } = await served([image("secret")], { credentials });
    const { pull } = store([host]);
    const refused = `the registry "${host}" refuses access to "${name}:1"`;
    for (const reference of [`${name}:1`, `anna:wrong@${name}:1`]) {
      const error = await pull(reference).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ message: refused });
    }
    expect(await pull(`anna:${encodeURIComponent(credentials.password)}@${name}:1`)).toBe("secret");
    const file = join(temporaryFolder(), "auth.json");
    const auth = Buffer.from(`anna:${credentials.password}`).toString("base64");
    writeFileSync(file, JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 });
    expect(await store([host], {}, { auth_file: file }).pull(`${name}:1`)).toBe("secret");
  });

  it("runs under gVisor, and is what a workload fails with otherwise", async () => {
    const layers = [
      [
        { name: "bin", type: "5", mode: 0o755 },
        { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 },
      ],
    ] as const;
    const config = { Entrypoint: ["/bin/busybox", "echo"], Cmd: ["hello"] };
    const { host, name, digests } = await served([{ layers, config }]);
    const { backend, stateFolder } = await openBackend("gvisor", { registries: { insecure: [host] } });
    const run = (reference: string) =>
      runProgram(backend, {
        runtime: "oci",
        source: { kind: "image", reference },
        limits: { timeoutSeconds: 20 },
      });
    expect(await run(`${name}:1`)).toMatchObject({ status: "completed", exitCode: 0, output: "hello\n" });
    expect(await run(`${name}@${digests[0]}`)).toMatchObject({ status: "completed", output: "hello\n" });
    expect(await run(`${name}:2`)).toMatchObject({
      status: "failed",
      reason: "start",
      error: `the registry "${host}" has no image "${name}:2"`,
    });
    expect(await run("anna:s3cret@no registry/x")).toMatchObject({
      status: "failed",
      reason: "start",
      error: 'the image reference "no registry/x" is none',
    });
    const silent = await served([image("x")], { silent: true });
    const slow = await openBackend("gvisor", { registries: { insecure: [silent.host] } });
    expect(
      await runProgram(slow.backend, {
        runtime: "oci",
        source: { kind: "image", reference: `${silent.name}:1` },
        limits: { timeoutSeconds: 1 },
      }),
    ).toMatchObject({ status: "failed", reason: "timeout", error: "workload timed out after 1s" });
    expect([...leftovers(stateFolder), ...leftovers(slow.stateFolder)]).toEqual([]);
    expect(existsSync(join(stateFolder, "cache/images"))).toBe(true);
  });
});
