import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { installedVersion } from "../../src/packages/installed-version.js";
import { supportedVersions } from "../../src/packages/supported-versions.js";
import { isInRange } from "../../src/packages/version-range.js";

const repository = path.resolve(import.meta.dirname, "../..");
const read = <Content>(file: string): Content =>
  JSON.parse(readFileSync(path.join(repository, file), "utf8")) as Content;

type Versions = Readonly<Record<string, string>>;
interface PackageFile {
  readonly peerDependencies: Versions;
  readonly peerDependenciesMeta: Readonly<Record<string, unknown>>;
}
interface Catalogue {
  readonly kinds: readonly {
    readonly providers: readonly { readonly requires: { readonly npm: Versions } }[];
  }[];
}

/** Packages that no provider needs, but `provc verify` and `provc/testing` do. */
const ofTools = ["@hyperjump/browser", "@hyperjump/json-schema", "vitest"];

test("the versions are those that the providers of the manifest require", () => {
  const { kinds } = read<Catalogue>("generated/catalogue.json");
  const required = kinds.flatMap(({ providers }) =>
    providers.flatMap(({ requires }) => Object.entries(requires.npm)),
  );
  const supported = Object.entries(supportedVersions).filter(([name]) => !ofTools.includes(name));
  expect(new Set(required.map((entry) => entry.join("@")))).toEqual(
    new Set(supported.map((entry) => entry.join("@"))),
  );
});

test("npm is told of every one of these packages, and of no version but an exact one", () => {
  const exact = (range: string): boolean => /^\d/.test(range);
  const expected = Object.entries(supportedVersions).map(([name, range]) => [
    name,
    exact(range) ? range : "*",
  ]);
  const { peerDependencies, peerDependenciesMeta } = read<PackageFile>("package.json");
  expect(peerDependencies).toEqual(Object.fromEntries(expected));
  const optional = Object.keys(peerDependencies).map((name) => [name, { optional: true }]);
  expect(peerDependenciesMeta).toEqual(Object.fromEntries(optional));
  const { packages } = read<{ readonly packages: Readonly<Record<string, PackageFile>> }>(
    "package-lock.json",
  );
  expect(packages[""]).toMatchObject({ peerDependencies, peerDependenciesMeta });
});

test.each(Object.entries(supportedVersions))("%s %s is what is tested here", (name, range) => {
  expect(isInRange(installedVersion(name) ?? "", range)).toBe(true);
});
