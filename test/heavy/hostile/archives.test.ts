import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeLayout } from "../../isolation/support/layout.js";
import { type TarInput, tar } from "../../isolation/support/tar.js";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { attack } from "./support/attack.js";
import { hostileArchives, hostileLayers } from "./support/hostile-archives.js";
import { hostileTarget } from "./support/target.js";

const limits = { memory_mb: 128, timeout: "60s", output_kb: 256 };
const target = hostileTarget(async () => ({
  isolate: { limits },
  gvisor: { limits, image_mb: 64 },
  microvm: { ...(await preparedMicrovm()), accelerator: "tcg", limits, image_mb: 64 },
}));

describe.each([
  ["isolate", "node"],
  ["microvm", "archive"],
])("an archive for %s", (isolation, runtime) => {
  it.each(hostileArchives.map((archive) => [archive.name, archive] as const))(
    "is refused for %s",
    async (name, { content, error }) => {
      await attack(target(), {
        name,
        request: ({ canaries }) => ({
          runtime,
          isolation,
          code_archive: content(canaries).toString("base64"),
        }),
        ends: { status: "failed", error: expect.stringMatching(error) },
        tried: [],
      });
    },
  );
});

describe("an image", () => {
  const base = (): readonly TarInput[] => [
    { name: "bin/", type: "5" },
    { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 },
  ];
  const names = [
    "writes through a link",
    "writes through a link that climbs",
    "writes into a folder behind a link",
    "removes through a link",
    "links to a file of this machine",
    "links hard through a link",
    "links hard to an absolute path",
    "has a path with ..",
    "has an absolute path",
    "has devices",
    "removes what is above it",
  ];

  it.each(names)("that %s changes and reads nothing of this machine", async (name) => {
    const { canaries } = target();
    const layer = hostileLayers(canaries).get(name) ?? [];
    const folder = name.replaceAll(/\W+/g, "-");
    const command = [
      "/bin/busybox",
      "sh",
      "-c",
      `echo tries >&2; cat /secret /hard /disk ${canaries.file} 2>&1; cat /mem 2>&1 | head -c 64; true`,
    ];
    writeLayout(join(canaries.folder, "images", folder), [
      { layers: [base(), layer], config: { Entrypoint: command } },
    ]);
    // It is either refused, or runs and finds nothing.
    const ended = await attack(target(), {
      name,
      request: () => ({ runtime: "oci", image: folder }),
      ends: { status: expect.any(String) },
      tried: [],
    });
    if (ended.record.status === "failed") expect(ended.record.error).toMatch(/^the (?:image|archive) /);
    else expect(ended.log.map(({ line }) => line)).toContain("tries");
    expect(readFileSync(canaries.file, "utf8")).toBe(canaries.secret);
    expect(existsSync(join(canaries.folder, "images", "planted"))).toBe(false);
  });

  it("that is a bomb is refused, whether it is uploaded or named", async () => {
    const { canaries } = target();
    const folder = join(canaries.folder, "images", "bomb");
    const zeros: TarInput = { name: "zeros", content: Buffer.alloc(128 << 20) };
    writeLayout(folder, [{ layers: [base(), [zeros]], config: { Entrypoint: ["/bin/busybox"] } }]);
    const refused = { status: "failed", error: expect.stringMatching(/holds more than \d+ MiB/) };
    await attack(target(), {
      name: "bomb",
      request: () => ({ runtime: "oci", image: "bomb" }),
      ends: refused,
      tried: [],
    });
    const upload = gzipSync(
      tar([
        { name: "blobs/", type: "5" },
        { name: "index.json", content: Buffer.alloc(200 << 20) },
      ]),
      { level: 1 },
    );
    await attack(target(), {
      name: "uploaded bomb",
      request: () => ({ runtime: "oci", code_archive: upload.toString("base64") }),
      ends: { status: "failed" },
      tried: [],
    });
  });

  it.each([
    "../secret.txt",
    "..",
    "/etc",
    "attacker/../../secret.txt",
    "link",
    "127.0.0.1:PORT/x:1",
    "docker://127.0.0.1:PORT/x",
    "http://127.0.0.1:PORT/x",
  ])("that is called %s is not found", async (text) => {
    const { server, canaries } = target();
    const link = join(canaries.folder, "images", "link");
    if (!existsSync(link)) symlinkSync(canaries.folder, link);
    const reached = canaries.reached();
    const image = text.replace("PORT", String(canaries.port));
    const { status, body } = await server.ask("POST", "/v1/workloads", { runtime: "oci", image });
    expect([status, JSON.stringify(body)]).toEqual([
      expect.any(Number),
      expect.not.stringContaining(canaries.secret),
    ]);
    if (body.id === undefined) expect(status).toBe(400);
    else expect(body).toMatchObject({ status: "failed" });
    expect(canaries.reached()).toBe(reached);
  });
});
