import { describe, expect, test } from "vitest";
import {
  connectionTarget,
  parseConnectionUrl,
  withoutSecrets,
} from "../../../src/migration/database/connection-target.js";

const target = (url: string | undefined): ReturnType<typeof connectionTarget> =>
  connectionTarget({ database: "main", connectionEnv: "DB", workDir: "/project", env: { DB: url } });

test("no connection means the project's embedded database, in a folder named after it", () => {
  expect(connectionTarget({ database: "main", workDir: "/project", env: {} })).toMatchObject({
    kind: "pglite",
    folder: "/project/.provc/databases/main",
    label: "pglite:.provc/databases/main",
  });
});

test.each([
  ["..", "%2e%2e"],
  ["a/b", "a%2fb"],
  ["", "%"],
  ["größe", "gr%f6%dfe"],
])("the database %j cannot leave that folder", (database, folder) => {
  expect(connectionTarget({ database, workDir: "/project", env: {} })).toMatchObject({
    folder: `/project/.provc/databases/${folder}`,
  });
});

describe("a variable", () => {
  test.each([undefined, "", "  "])("that is not set (%j) is named", (url) => {
    expect(() => target(url)).toThrow(/^connection environment variable "DB" is not set$/);
  });

  test.each([
    ["postgres://app:pw@db.example:6000/shop", "db.example:6000/shop"],
    ["postgresql://app@db.example/shop?sslmode=disable", "db.example:5432/shop"],
    ["postgres:///shop?host=/run/postgresql", "/run/postgresql:5432/shop"],
    ["postgres://app:p%2Fw@%2Frun%2Fpg/shop", "/run/pg:5432/shop"],
    ["postgres://[::1]:5432/shop", "[::1]:5432/shop"],
    ["postgres://localhost", "localhost:5432"],
  ])("%j is a server", (url, label) => {
    expect(target(url)).toMatchObject({ kind: "postgres", label, origin: "DB", url });
  });

  test.each([
    ["?sslmode=require", "?sslmode=verify-full"],
    ["?a=1&sslmode=prefer&b=2", "?a=1&sslmode=verify-full&b=2"],
    ["?sslmode=verify-ca", "?sslmode=verify-full"],
    ["?sslmode=no-verify", "?sslmode=no-verify"],
    ["?sslmode=require&uselibpqcompat=true", "?sslmode=require&uselibpqcompat=true"],
  ])("the parameters %j mean what pg takes them for, without its warning about that", (given, meant) => {
    expect(target(`postgres://app:pw@h/d${given}`)).toMatchObject({ url: `postgres://app:pw@h/d${meant}` });
  });

  test.each([
    ["pglite:data/main", "/project/data/main", "pglite:data/main"],
    ["pglite://./data", "/project/data", "pglite:data"],
    ["pglite:///srv/data", "/srv/data", "pglite:/srv/data"],
    ["pglite:memory-of-things", "/project/memory-of-things", "pglite:memory-of-things"],
  ])("%j is an embedded database", (url, folder, label) => {
    expect(target(url)).toMatchObject({ kind: "pglite", folder, label });
  });

  test.each([
    ["mysql://app:pw@db.example:6000/shop", "db.example:6000/shop", "shop"],
    ["mariadb://app@db.example/sh%20op?tls=true", "db.example:3306/sh op", "sh op"],
    ["mysql://app@/shop?socket=/run/mysqld/mysqld.sock", "/run/mysqld/mysqld.sock/shop", "shop"],
    ["mysql://app@[::1]/shop", "[::1]:3306/shop", "shop"],
  ])("%j is a server of MySQL", (url, label, database) => {
    expect(target(url)).toMatchObject({ kind: "mysql", label, database, origin: "DB", url });
  });

  test.each([
    ["sqlite:data/app.db", "/project/data/app.db", "sqlite:data/app.db"],
    ["sqlite://./app.db", "/project/app.db", "sqlite:app.db"],
    ["sqlite:/srv/app.db", "/srv/app.db", "sqlite:/srv/app.db"],
    ["sqlite:///srv/app.db?_fk=1", "/srv/app.db", "sqlite:/srv/app.db"],
    ["file:./dev.db?connection_limit=1", "/project/dev.db", "sqlite:dev.db"],
    ["file://localhost/srv/a%20b.db", "/srv/a b.db", "sqlite:/srv/a b.db"],
  ])("%j is a file of SQLite", (url, file, label) => {
    expect(target(url)).toMatchObject({ kind: "sqlite", file, label, origin: "DB" });
  });

  test.each([
    [
      "hunter2:hunter2@db/shop",
      "DB does not hold a connection URL such as postgres://user@host:5432/database",
    ],
    ["hunter2", "DB does not hold a connection URL such as postgres://user@host:5432/database"],
    [
      "oracle://u:hunter2@h/d",
      'DB holds a "oracle:" URL; supported are postgres:, mysql:, mariadb:, sqlite:, file: and pglite:',
    ],
    ["mysql://u:hunter2@h", "DB holds a mysql: URL that names no database after the host"],
    ["mariadb://u:hunter2@h/", "DB holds a mariadb: URL that names no database after the host"],
    ["mysql://u:1/hunter2@h/d", "DB holds a malformed mysql: URL"],
    ["sqlite:", "DB holds a sqlite: URL without a file"],
    ["sqlite::memory:", "DB names a database in memory, which ends with the command; give sqlite: a file"],
    ["file::memory:", "DB names a database in memory"],
    ["file:x?cache=shared&mode=memory", "DB names a database in memory"],
    ["sqlite:100%", "DB holds a malformed sqlite: URL (a % in a path must be written %25)"],
    ["postgres://u:hunter2%@h/d", "DB holds a malformed postgres: URL"],
    ["postgres://u:1/hunter2@h/d", "DB holds a malformed postgres: URL"],
    ["postgres://u:1#hunter2@h/d", "DB holds a malformed postgres: URL"],
    ["postgres://u:hunter2@h:port/d", "DB holds a malformed postgres: URL"],
    ["pglite:", "DB holds a pglite: URL without a folder"],
    ["pglite::memory:", "DB names a database in memory"],
  ])("%j is refused without repeating it", (url, message) => {
    let text = "";
    try {
      target(url);
    } catch (error) {
      text = String(error);
    }
    expect(text).toContain(message);
    expect(text).not.toContain("hunter2");
  });
});

test("a password is taken out of a text, encoded or not, unless it is a word that is shown anyway", () => {
  const guarded = parseConnectionUrl("postgres://app:p%40ss@h/d", "DB", "/project");
  expect(withoutSecrets("bad: p@ss and p%40ss", guarded)).toBe("bad: *** and ***");
  const same = parseConnectionUrl("postgres://app:app@h/d", "DB", "/project");
  expect(withoutSecrets('user "app"', same)).toBe('user "app"');
});
