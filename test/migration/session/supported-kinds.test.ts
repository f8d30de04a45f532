import { expect, test } from "vitest";
import { parseConnectionUrl } from "../../../src/migration/database/connection-target.js";
import { requireKind } from "../../../src/migration/session/supported-kinds.js";

const target = parseConnectionUrl("mysql://app:secret@db/shop", "DB", "/project");

test("a database that an engine does not migrate is refused, with those that it does", () => {
  expect(() => requireKind("prisma", target, ["sqlite", "postgres", "pglite"])).toThrow(
    expect.objectContaining({
      code: "unsupported_database",
      message: 'engine "prisma" does not migrate mysql databases; it supports pglite, postgres and sqlite',
    }),
  );
  expect(() => requireKind("own", target, ["sqlite"])).toThrow(/; it supports sqlite$/);
});

test("one that it migrates is not", () => {
  expect(() => requireKind("raw", target, ["mysql", "sqlite"])).not.toThrow();
});
