import { describe, expect, it } from "vitest";
import { CommandFailure } from "../../src/cli/context.js";
import { reportFailure } from "../../src/cli/main.js";
import { ProviderNotFoundError } from "../../src/index.js";
import { CommandError } from "../../src/process/command-error.js";
import { testContext } from "./support/test-context.js";

describe("reportFailure", () => {
  it("prints a failure's line and gives its status", () => {
    const { context, stderr } = testContext("/");
    expect(reportFailure(new CommandFailure("no such thing", 2), context)).toBe(2);
    expect(stderr()).toBe("provc: no such thing\n");
  });

  it("counts provc's own errors as negative answers", () => {
    const { context, stderr } = testContext("/");
    const error = new ProviderNotFoundError({ id: "backend", noun: "provider" }, "x", []);
    expect(reportFailure(error, context)).toBe(1);
    expect(stderr()).toBe('provc: unknown backend provider "x"\n');
  });

  it("passes on the status of a program that a command has run", () => {
    const { context } = testContext("/");
    expect(reportFailure(new CommandError("docker failed", 125), context)).toBe(125);
  });

  it("says errors of the operating system as they are", () => {
    const { context, stderr } = testContext("/");
    const error = Object.assign(new Error("EACCES: permission denied, open 'x'"), {
      code: "EACCES",
      syscall: "open",
    });
    expect(reportFailure(error, context)).toBe(2);
    expect(stderr()).toBe("provc: EACCES: permission denied, open 'x'\n");
  });

  it("says of which file the operating system speaks, from here", () => {
    const { context, stderr } = testContext("/project");
    const error = Object.assign(new Error("EACCES: permission denied, open '/project/src/x.ts'"), {
      code: "EACCES",
      syscall: "open",
      path: "/project/src/x.ts",
    });
    expect(reportFailure(error, context)).toBe(2);
    expect(stderr()).toBe("provc: src/x.ts: permission denied\n");
  });

  it("calls anything else a bug, in one line, and shows the stack only on request", () => {
    const silent = testContext("/");
    expect(reportFailure(new TypeError("x is undefined\nsecond line"), silent.context)).toBe(2);
    expect(silent.stderr()).toBe(
      "provc: unexpected error: x is undefined (a bug; PROVC_DEBUG=1 shows where)\n",
    );
    const debugging = testContext("/", { PROVC_DEBUG: "1" });
    reportFailure(new TypeError("x is undefined"), debugging.context);
    expect(debugging.stderr()).toContain("report-failure.test.ts");
  });
});
