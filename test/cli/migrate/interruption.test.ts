import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireFileLock } from "../../../src/migration/lock/file-lock.js";
import { waitUntil } from "../../support/wait-until.js";
import { CliProject, sqlite } from "./support.js";

test.each([["up"], ["resolve", "1", "--applied"]])(
  "a signal ends the wait for a lock, and with it %s, as interrupted",
  async (...command) => {
    const project = new CliProject();
    project.databases({ main: sqlite("main") });
    project.env = { MAIN_URL: "sqlite:main.db" };
    project.write("main/1.sql", "select 1;");
    const options = { purpose: "run", timeoutMs: 0 } as const;
    const lock = await acquireFileLock(join(project.folder, "main.db.lock"), "sqlite:main.db", options);
    const before = process.listenerCount("SIGINT");
    const running = project.migrate(...command);
    await waitUntil("the command can be interrupted", () => process.listenerCount("SIGINT") > before);
    // What the command listens with, and nobody else.
    process.listeners("SIGINT").at(-1)?.("SIGINT");
    expect(await running).toEqual({
      code: 130,
      stdout: "",
      stderr: "provc: interrupted while waiting for the lock of database sqlite:main.db\n",
    });
    await lock.release();
  },
);
