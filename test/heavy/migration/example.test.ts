import { cpSync } from "node:fs";
import { expect, test } from "vitest";
import { runCli } from "../../cli/support/cli.js";
import { temporaryFolder } from "../../support/folders.js";

test("the example's migrations go up, down and up again on the embedded database", async () => {
  const folder = temporaryFolder();
  const example = new URL("../../../examples/stagecraft", import.meta.url);
  cpSync(example, folder, { recursive: true, filter: (file) => !file.endsWith(".provc") });
  const provc = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(["migrate", ...args], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  const [first, second] = ["20260105090000_create_products.sql", "20260112143000_add_product_codes.sql"];
  expect(await provc("plan")).toMatch(/^Migration plan \(2 pending\):\n/);
  expect(await provc("up")).toBe(`Applied migration: ${first}\nApplied migration: ${second}\n`);
  expect(await provc("plan")).toMatch(/^Migration plan \(0 pending\):\n/);
  expect(await provc("down", "--steps", "0")).toBe(
    `Reverted migration: ${second}\nReverted migration: ${first}\n`,
  );
  expect(await provc("up")).toBe(`Applied migration: ${first}\nApplied migration: ${second}\n`);
  expect(await provc("status")).toMatch(/\n {2}2 applied\n$/);
});
