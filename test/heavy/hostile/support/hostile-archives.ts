import { gzipSync } from "node:zlib";
import { pax, type TarInput, tar } from "../../../isolation/support/tar.js";
import type { Canaries } from "./canaries.js";

/** An archive that must be refused, and what the refusal says. */
export interface HostileArchive {
  readonly name: string;
  readonly content: (canaries: Canaries) => Buffer;
  readonly error: RegExp;
}

const packed = (entries: readonly TarInput[]): Buffer => gzipSync(tar(entries));
const index: TarInput = { name: "index.js", content: "export default () => 'ran'" };
const main: TarInput = { name: "main", content: "#!/bin/sh\necho ran", mode: 0o755 };
const program = [index, main];

/** Archives that lead out of themselves, or are larger than they look. */
export const hostileArchives: readonly HostileArchive[] = [
  {
    name: "a path with ..",
    content: () => packed([...program, { name: "a/../../../../../tmp/escaped", content: "x" }]),
    error: /leads out of it/,
  },
  {
    name: "an absolute path",
    content: ({ writable }) => packed([...program, { name: writable, content: "hostile" }]),
    error: /leads out of it/,
  },
  {
    name: "a link to a file of this machine",
    content: ({ file }) => packed([...program, { name: "link", type: "2", linkName: file }]),
    error: /link that leads out of it/,
  },
  {
    name: "a link that climbs out",
    content: () => packed([...program, { name: "a/link", type: "2", linkName: "../../../../etc/shadow" }]),
    error: /link that leads out of it/,
  },
  {
    name: "a file below a link",
    content: () =>
      packed([...program, { name: "link", type: "2", linkName: "." }, { name: "link/x", content: "x" }]),
    error: /below something that is no folder/,
  },
  {
    name: "a hard link to a file of this machine",
    content: () => packed([...program, { name: "shadow", type: "1", linkName: "etc/shadow" }]),
    error: /to no file of it/,
  },
  {
    name: "a device",
    content: () => packed([...program, { name: "disk", type: "4" }]),
    error: /no file, folder or link/,
  },
  {
    name: "a pipe",
    content: () => packed([...program, { name: "pipe", type: "6" }]),
    error: /no file, folder or link/,
  },
  {
    name: "a path that is deeper than any program's",
    content: () =>
      packed([
        ...program,
        ...Array.from({ length: 20 }, (_, at) => [
          pax({ path: `${"a/".repeat(31_000)}${at}` }),
          { name: "x" },
        ]).flat(),
      ]),
    error: /path that is too long/,
  },
  {
    name: "a bomb that packs well",
    content: () =>
      gzipSync(Buffer.concat([tar([...program, { name: "zeros", content: Buffer.alloc(200 << 20) }])]), {
        level: 1,
      }),
    error: /holds more than \d+ MiB/,
  },
  {
    name: "many hard links to one large file",
    content: () =>
      packed([
        ...program,
        { name: "large.js", content: Buffer.alloc(40 << 20, 32) },
        ...Array.from(
          { length: 100 },
          (_, at): TarInput => ({ name: `${at}.js`, type: "1", linkName: "large.js" }),
        ),
      ]),
    error: /holds more than \d+ MiB/,
  },
  {
    name: "a size that is not there",
    content: () => {
      const archive = tar(program);
      archive.write("77777777777", 124);
      return gzipSync(archive);
    },
    error: /damaged|no tar archive|breaks off|holds more/,
  },
  {
    name: "nothing but noise",
    content: () => gzipSync(Buffer.alloc(4096, "noise")),
    error: /damaged|no tar archive/,
  },
];

/** Layers of images that lead out of their root, by what they do. Nothing of this machine is touched by them. */
export function hostileLayers({
  folder,
  file,
  writable,
}: Canaries): ReadonlyMap<string, readonly TarInput[]> {
  const name = writable.slice(folder.length + 1);
  const out = { name: "out", type: "2", linkName: folder } as const;
  const climb = { name: "climb", type: "2", linkName: `../../../../../../../../..${folder}` } as const;
  return new Map<string, readonly TarInput[]>([
    ["writes through a link", [out, { name: `out/${name}`, content: "hostile" }]],
    ["writes through a link that climbs", [climb, { name: `climb/${name}`, content: "hostile" }]],
    ["writes into a folder behind a link", [out, { name: "out/images/planted", content: "hostile" }]],
    ["removes through a link", [out, { name: `out/.wh.${name}` }, { name: "out/.wh..wh..opq" }]],
    ["links to a file of this machine", [{ name: "secret", type: "2", linkName: file }]],
    ["links hard through a link", [out, { name: "hard", type: "1", linkName: "out/secret.txt" }]],
    ["links hard to an absolute path", [{ name: "hard", type: "1", linkName: file }]],
    ["has a path with ..", [{ name: `../../../../../../../..${writable}`, content: "hostile" }]],
    ["has an absolute path", [{ name: writable, content: "hostile" }]],
    [
      "has devices",
      [
        { name: "disk", type: "4" },
        { name: "mem", type: "3" },
      ],
    ],
    ["removes what is above it", [{ name: ".wh..." }, { name: "..wh.." }, { name: ".wh." }]],
  ]);
}
