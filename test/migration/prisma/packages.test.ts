import { expect, test } from "vitest";
import { notInstalled, requireVersion } from "../../../src/migration/prisma/prisma-packages.js";
import { installedSchemaEngine, schemaEngineVersion } from "../../../src/migration/prisma/schema-engine.js";

const command = `npm install @prisma/schema-engine-wasm@${schemaEngineVersion} @prisma/driver-adapter-utils @prisma/adapter-pg`;

test.each([
  [
    "ERR_MODULE_NOT_FOUND",
    "Cannot find package '@prisma/adapter-pg' imported from /x/y.js",
    "@prisma/adapter-pg",
  ],
  [
    "MODULE_NOT_FOUND",
    "Cannot find module '@prisma/schema-engine-wasm/schema_engine_bg'\nRequire stack:\n- /x/y.js",
    "@prisma/schema-engine-wasm",
  ],
])(
  "%s is one line with the package and the command that installs all that is needed",
  (code, message, name) => {
    expect(notInstalled(Object.assign(new Error(message), { code }), "postgres")).toMatchObject({
      code: "engine_not_installed",
      message: `migration engine "prisma" needs the package "${name}"; install it with: ${command}`,
    });
  },
);

test("other errors stay as they are", () => {
  const error = new Error("x");
  expect(notInstalled(error, "postgres")).toBe(error);
});

test("the schema engine must be of the very version", () => {
  expect(installedSchemaEngine()).toBe(schemaEngineVersion);
  expect(() => requireVersion("7.11.0-1.abc", "postgres")).toThrow(
    `migration engine "prisma" needs the package "@prisma/schema-engine-wasm" in version ${schemaEngineVersion}, not 7.11.0-1.abc; install it with: ${command}`,
  );
});
