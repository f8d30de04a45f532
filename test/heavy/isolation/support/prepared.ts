import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareMicrovm } from "../../../../src/isolation/microvm/prepare.js";

/** The parts of virtual machines, made once for all suites of this user and kept. */
export async function preparedMicrovm(): Promise<object> {
  const { kernel, roots } = await prepareMicrovm({
    stateFolder: join(tmpdir(), `provc-test-microvm-${process.getuid?.()}`),
  });
  return { kernel, roots };
}

/** A static program, made by the Go compiler. */
export function goProgram(folder: string, source: string): string {
  const sources = join(folder, "go");
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(sources, "main.go"), source);
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=mod",
    GO111MODULE: "off",
    GOCACHE: join(tmpdir(), "provc-test-go-cache"),
  };
  execFileSync("go", ["build", "-ldflags=-s -w", "-o", "program", "main.go"], { cwd: sources, env });
  return join(sources, "program");
}

/** An OCI archive with busybox and a few files, built by buildah. */
export function busyboxImage(
  folder: string,
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
): string {
  const context = join(folder, "context");
  const archive = join(folder, "image.tar");
  if (existsSync(archive)) return archive;
  mkdirSync(context, { recursive: true });
  copyFileSync("/bin/busybox", join(context, "busybox"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(context, name), content);
  writeFileSync(join(context, "Dockerfile"), dockerfile);
  const storage = [
    "--root",
    join(folder, "storage"),
    "--runroot",
    join(folder, "run"),
    "--storage-driver",
    "vfs",
  ];
  const buildah = (...args: readonly string[]): void => {
    execFileSync("buildah", [...storage, ...args], { cwd: context, stdio: "pipe" });
  };
  buildah("bud", "--isolation", "chroot", "--format", "oci", "--timestamp", "0", "-t", "app:1", ".");
  buildah("push", "-q", "app:1", `oci-archive:${archive}:app:1`);
  return archive;
}
