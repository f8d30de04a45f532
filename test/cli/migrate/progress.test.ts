import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Progress } from "../../../src/cli/migrate/progress.js";
import type { Migration, MigrationProgress } from "../../../src/migration/engine.js";

let written: string;

function progress(isTTY: boolean, columns = 40): Progress {
  written = "";
  const stream = {
    ...{ isTTY, columns },
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  return new Progress(stream as unknown as NodeJS.WriteStream, Date.now);
}

const migration: Migration = {
  id: "1_a.sql",
  description: "a",
  applied: false,
  state: "pending",
  reversible: true,
};
const step = (event: MigrationProgress["event"], direction: "up" | "down" = "up"): MigrationProgress => ({
  ...{ event, direction, migration },
  index: 3,
  total: 12,
});
const erase = "\r\u001b[2K";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("on a terminal", () => {
  test("one line, replaced every second, tells what is being done and for how long", () => {
    const shown = progress(true);
    shown.step(step("started"));
    expect(written).toBe("Applying 3 of 12: 1_a.sql");
    vi.advanceTimersByTime(2000);
    expect(written.split(erase).slice(1)).toEqual([
      "Applying 3 of 12: 1_a.sql (1s)",
      "Applying 3 of 12: 1_a.sql (2s)",
    ]);
    shown.step(step("finished"));
    expect(written.split(erase).at(-1)).toBe("Applied migration: 1_a.sql\n");
    const before = written;
    vi.advanceTimersByTime(60_000);
    expect(written).toBe(before);
  });

  test("a line is whole on a terminal that does not tell its width", () => {
    progress(true, 0).step(step("started"));
    expect(written).toBe("Applying 3 of 12: 1_a.sql");
  });

  test("a line is cut where the terminal ends, and taken back after a failure", () => {
    const shown = progress(true);
    shown.step({ ...step("started"), migration: { ...migration, id: "x".repeat(80) } });
    expect(written).toHaveLength(39);
    shown.clear();
    expect(written.endsWith(erase)).toBe(true);
  });
});

describe("elsewhere", () => {
  test("a migration that takes long is told of every half minute", () => {
    const shown = progress(false);
    shown.step(step("started", "down"));
    expect(written).toBe("");
    vi.advanceTimersByTime(65_000);
    expect(written).toBe("Reverting 3 of 12: 1_a.sql (30s)\nReverting 3 of 12: 1_a.sql (60s)\n");
    shown.step(step("finished", "down"));
    expect(written.split("\n").at(-2)).toBe("Reverted migration: 1_a.sql");
  });

  test("nothing is told where there is no stream", () => {
    const shown = new Progress(undefined);
    shown.step(step("started"));
    shown.line("x");
    expect(vi.getTimerCount()).toBe(0);
  });
});
