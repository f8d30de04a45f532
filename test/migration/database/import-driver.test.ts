import { expect, test } from "vitest";
import { importDriver } from "../../../src/migration/database/import-driver.js";

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
