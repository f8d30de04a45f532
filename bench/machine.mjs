// What a measurement was made on and with.
import { existsSync, readFileSync } from "node:fs";
import { cpus, platform, totalmem } from "node:os";

const peers = [
  "zod",
  "valibot",
  "arktype",
  "typebox",
  "@sinclair/typebox",
  "ajv",
  "json-schema-to-typescript",
  "quicktype-core",
  "openapi-typescript",
  "json-schema-to-zod",
  "yaml-language-server-1.25",
];

const versionAt = (url) => (existsSync(url) ? JSON.parse(readFileSync(url, "utf8")).version : undefined);

export function describeMachine() {
  const versions = peers.flatMap((name) => {
    const version =
      versionAt(new URL(`node_modules/${name}/package.json`, import.meta.url)) ??
      versionAt(new URL(`../node_modules/${name}/package.json`, import.meta.url));
    return version === undefined ? [] : [[name, version]];
  });
  return {
    hardware: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}`,
    node: process.versions.node,
    versions: Object.fromEntries(versions),
  };
}
