import { expect, test } from "vitest";
import { importDriver, importEngine } from "../../../src/migration/database/import-driver.js";
import { importSdk } from "../../../src/voice/failures.js";

const missing = async (name: string): Promise<unknown> => await import(/* @vite-ignore */ `${name}`);

test("a driver that is not installed is named, with the command that installs it", async () => {
  await expect(
    importDriver("provc-no-such-driver", "PostgreSQL", () => missing("provc-no-such-driver")),
  ).rejects.toMatchObject({
    code: "driver_not_installed",
    message:
      'PostgreSQL needs the package "provc-no-such-driver"; install it with: npm install provc-no-such-driver',
  });
});

test("one that fails for a reason of its own is not", async () => {
  const load = (): Promise<unknown> => missing("provc-no-such-dependency");
  await expect(importDriver("provc-no-such-driver", "PostgreSQL", load)).rejects.not.toMatchObject({
    code: "driver_not_installed",
  });
});

test("a driver without its code for this platform says what it lacks, and how to get it", async () => {
  // Of all platforms that libsql has code for, one is this.
  const part = process.platform === "darwin" ? "@libsql/linux-x64-gnu" : "@libsql/darwin-arm64";
  const message = (user: string): string =>
    `${user} needs the package "${part}" beside "libsql"; install it with: npm install --include=optional libsql`;
  await expect(importDriver("libsql", "SQLite", () => missing(part))).rejects.toMatchObject({
    code: "driver_not_installed",
    message: message("SQLite"),
  });
  await expect(importSdk("Store", "the session store", "libsql", () => missing(part))).rejects.toMatchObject({
    code: "sdk_not_installed",
    message: expect.stringContaining(message("the session store")),
  });
});

test("a package that an engine is made of has a code of its own", async () => {
  await expect(
    importEngine("provc-no-such-tool", "migration engine x", () => missing("provc-no-such-tool/sub/path.js")),
  ).rejects.toMatchObject({
    code: "engine_not_installed",
    message:
      'migration engine x needs the package "provc-no-such-tool"; install it with: npm install provc-no-such-tool',
  });
});
