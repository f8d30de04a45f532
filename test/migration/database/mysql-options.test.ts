import { describe, expect, test } from "vitest";
import { parseConnectionUrl } from "../../../src/migration/database/connection-target.js";
import { mysqlOptions } from "../../../src/migration/database/mysql-connection.js";

const options = (url: string): ReturnType<typeof mysqlOptions> => {
  const target = parseConnectionUrl(url, "DB", "/project");
  if (target.kind !== "mysql") throw new Error(target.kind);
  return mysqlOptions(target);
};

test("a URL's parts are decoded", () => {
  expect(options("mysql://a%40b:p%2Fw%3F@[::1]:3307/my%20db")).toMatchObject({
    host: "::1",
    port: 3307,
    user: "a@b",
    password: "p/w?",
    database: "my db",
    multipleStatements: true,
  });
});

test("a socket takes the place of the host", () => {
  expect(options("mysql://app@/shop?socket=/run/mysqld.sock")).toMatchObject({
    socketPath: "/run/mysqld.sock",
    user: "app",
    database: "shop",
  });
});

test("parameters of other programs are left out", () => {
  const known = Object.keys(options("mysql://app@h/shop"));
  const more = "connection_limit=1&parseTime=true&multipleStatements=false";
  expect(Object.keys(options(`mysql://app@h/shop?${more}`))).toEqual(known);
});

describe("encryption", () => {
  test.each([
    ["", undefined],
    ["ssl=false", undefined],
    ["tls=skip-verify", { rejectUnauthorized: false }],
    ["ssl-mode=REQUIRED", { rejectUnauthorized: false }],
    ["tls=true", {}],
    ["sslmode=VERIFY_IDENTITY", {}],
    ["ssl=true", {}],
    [`ssl=${encodeURIComponent('{"ca":"x"}')}`, { ca: "x" }],
  ])("%j", (parameters, ssl) => {
    expect(options(`mysql://app@h/shop?${parameters}`).ssl).toEqual(ssl);
  });

  test("malformed options are told without being repeated", () => {
    expect(() => options(`mysql://app@h/shop?ssl=${encodeURIComponent('{"key":"s3cret')}`)).toThrow(
      /^the URL's parameter ssl is malformed JSON$/,
    );
  });
});
