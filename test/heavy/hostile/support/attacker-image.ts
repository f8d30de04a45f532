import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeLayout } from "../../../isolation/support/layout.js";
import type { TarInput } from "../../../isolation/support/tar.js";
import { goProgram } from "../../isolation/support/prepared.js";

const SOURCE = fileURLToPath(new URL("./attacker.go", import.meta.url));

/** Makes the program that attacks, which needs nothing else. */
export function attackerProgram(folder: string): string {
  return goProgram(folder, readFileSync(SOURCE, "utf8"));
}

/** Writes an image with that program and a shell into the folder of images. */
export function writeAttackerImage(images: string, program: string): void {
  const layer: readonly TarInput[] = [
    ...["bin", "etc", "tmp", "home"].map((name) => ({ name: `${name}/`, type: "5", mode: 0o755 }) as const),
    { name: "bin/attacker", content: readFileSync(program), mode: 0o755 },
    // With the rights of its owner, root, for whoever starts it.
    { name: "bin/privileged", content: readFileSync(program), mode: 0o4755 },
    { name: "bin/busybox", content: readFileSync("/bin/busybox"), mode: 0o755 },
    { name: "bin/sh", type: "2", linkName: "busybox" },
    { name: "etc/passwd", content: "root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n" },
  ];
  for (const [name, user] of [
    ["attacker", "0:0"],
    ["attacker-user", "1000:1000"],
  ] as const) {
    writeLayout(join(images, name), [
      { layers: [layer], config: { User: user, Entrypoint: ["/bin/attacker"] } },
    ]);
  }
}
