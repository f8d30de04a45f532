import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { VoiceBackend, VoiceSession } from "../../src/voice/backend.js";
import { type VoiceSettings, voiceSettings } from "../../src/voice/settings.js";
import { VoiceError, type VoiceErrorCode } from "../../src/voice/voice-error.js";
import type { Fault } from "./fakes/loopback-server.js";
import { eventually } from "./support/eventually.js";
import { type VendorCase, vendors } from "./support/vendors.js";

const quick: VoiceSettings = { ...voiceSettings({ max_retries: 1 }), retryDelayMs: 1 };
/** How long the vendors ask to wait. */
const WAIT_MS = 100;
const patience = { status: 429, body: {}, headers: { "retry-after": String(WAIT_MS / 1000) } };
const endlessPatience = { status: 429, body: {}, headers: { "retry-after": "120" } };

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe.each(Object.entries(vendors))("%s", (_name, traits) => {
  const { probe, make, makesOnce, showsRetryAfter, malformed } = traits;
  let vendor: VendorCase;
  let backend: VoiceBackend;
  let timersBefore: number;

  beforeEach(async () => {
    vendor = await traits.open();
    backend = vendor.create({ settings: quick });
    timersBefore = timers();
  });
  /** After every fault: nothing is left here, nothing at the vendor's, and nothing was asked that the vendor does not know. */
  afterEach(async () => {
    await backend.stop();
    const { server } = vendor;
    await eventually(() => server.upgradeCount === 0 && server.hangingCount === 0);
    await eventually(() => vendor.held() === 0);
    await eventually(() => timers() <= timersBefore);
    expect(backend.activeSessionCount).toBe(0);
    expect(server.violations).toEqual([]);
    await server.close();
  });

  const fail = (answer: Fault["answer"], on: string | undefined, times = 1): void => {
    vendor.server.faults.push({ answer, times, ...(on !== undefined && { on }) });
  };
  const failureOf = (action: Promise<unknown>): Promise<VoiceError> =>
    action.then(
      () => Promise.reject(new Error("it has not failed")),
      (error: unknown) => {
        expect(VoiceError.isInstance(error)).toBe(true);
        return error as VoiceError;
      },
    );
  const withTimeout = (timeoutMs: number): void => {
    backend = vendor.create({ settings: { ...quick, timeoutMs } });
  };
  /** How often the vendor was asked, upgrades included. */
  const asked = (request: string): number =>
    request === "UPGRADE" ? backend.metrics().requests - 1 : vendor.server.count(request);

  if (probe !== undefined)
    describe("start", () => {
      test.each<[number, VoiceErrorCode]>([
        [401, "authentication_failed"],
        [403, "authorization_failed"],
      ])("%i is a lasting failure", async (status, code) => {
        fail({ status, body: { message: "no" } }, probe, 9);
        expect(await failureOf(backend.start())).toMatchObject({ code, status, operation: "Start" });
        expect(vendor.server.count(probe)).toBe(1);
        expect(backend.connectionState).toBe("error");
      });

      test("500 passes", async () => {
        fail({ status: 500, body: {} }, probe);
        await backend.start();
        expect(vendor.server.count(probe)).toBe(2);
      });

      test("429 is tried again, when the vendor says", async () => {
        fail(patience, probe);
        await backend.start();
        const [first = 0, second = 0] = vendor.server.arrivals;
        // Timers are a little early at times.
        if (showsRetryAfter) expect(second - first).toBeGreaterThan(WAIT_MS - 10);
      });

      test("429 for longer than anybody would wait is told at once, with the time", async () => {
        fail(endlessPatience, probe, 9);
        expect(await failureOf(backend.start())).toMatchObject({
          code: "rate_limit_exceeded",
          retryAfterMs: showsRetryAfter ? 120_000 : undefined,
        });
        expect(vendor.server.count(probe)).toBe(showsRetryAfter ? 1 : 2);
      });

      test("a vendor that is too slow is given up", async () => {
        withTimeout(WAIT_MS);
        fail("hang", probe, 9);
        expect(await failureOf(backend.start())).toMatchObject({ code: "connection_timeout" });
        expect(vendor.server.count(probe)).toBe(2);
      });

      test("so is one that hangs up", async () => {
        fail("reset", probe, 9);
        expect(await failureOf(backend.start())).toMatchObject({ code: "connection_failed" });
      });
    });

  describe("opening a session", () => {
    beforeEach(async () => {
      withTimeout(1000);
      await backend.start();
    });
    const open = (): Promise<VoiceSession> => backend.createSession({ userId: "anna" });

    test.each<[number, VoiceErrorCode]>([
      [401, "authentication_failed"],
      [403, "authorization_failed"],
    ])("%i is a lasting failure", async (status, code) => {
      fail({ status, body: { message: "no" } }, make, 9);
      expect(await failureOf(open())).toMatchObject({ code, status, operation: "CreateSession" });
      expect(asked(make)).toBe(1);
    });

    test("429 is tried again: nothing was made", async () => {
      fail(patience, make);
      await open();
      expect(asked(make)).toBe(2);
      expect(vendor.held()).toBe(1);
    });

    test("500 passes, unless nobody knows what was made", async () => {
      fail({ status: 500, body: {} }, make);
      if (makesOnce) expect(await failureOf(open())).toMatchObject({ code: "connection_failed" });
      else await open();
      expect(asked(make)).toBe(makesOnce ? 1 : 2);
    });

    test("a vendor that is too slow is given up, and not asked twice for something that it may have made", async () => {
      await backend.stop();
      withTimeout(WAIT_MS);
      await backend.start();
      fail("hang", make, 9);
      expect(await failureOf(open())).toMatchObject({ code: "connection_timeout" });
      expect(asked(make)).toBe(makesOnce ? 1 : 2);
      expect(backend.activeSessionCount).toBe(0);
    });

    test("an answer that is none", async () => {
      fail({ status: 200, text: "{" }, make, 9);
      expect(await failureOf(open())).toMatchObject({ code: "connection_failed" });
      expect(asked(make)).toBe(1);
    });

    test("a caller who gives up leaves nothing behind", async () => {
      fail("hang", make, 9);
      const controller = new AbortController();
      const opening = backend.createSession({ userId: "anna", signal: controller.signal });
      opening.catch(() => {});
      await eventually(() => vendor.server.hangingCount + vendor.server.upgradeCount === 1);
      controller.abort();
      expect(await failureOf(opening)).toMatchObject({ code: "context_canceled" });
    });
  });

  if (malformed !== undefined)
    describe("an open session", () => {
      async function open(): Promise<{
        session: VoiceSession;
        closed: Promise<Error | undefined>;
        socket: ReturnType<NonNullable<VendorCase["socket"]>>;
      }> {
        await backend.start();
        const session = await backend.createSession({ userId: "anna" });
        const closed = new Promise<Error | undefined>((resolve) =>
          session.on("closed", ({ error }) => resolve(error)),
        );
        await session.start();
        return { session, closed, socket: (vendor.socket as NonNullable<VendorCase["socket"]>)() };
      }

      test.each<
        [string, VoiceErrorCode | undefined, (socket: Awaited<ReturnType<typeof open>>["socket"]) => void]
      >([
        ["that the server ends is closed", undefined, (socket) => socket.close(1000)],
        ["that the server goes away from is closed", undefined, (socket) => socket.close(1001)],
        ["that the server breaks off has failed", "connection_failed", (socket) => socket.close(1011)],
        ["whose connection breaks has failed", "connection_failed", (socket) => socket.terminate()],
        ["with a malformed frame has failed", "pipeline_error", (socket) => socket.send(malformed)],
        [
          "with too large a frame has failed",
          "pipeline_error",
          (socket) => socket.send(Buffer.alloc(2 << 20)),
        ],
      ])("%s", async (_what, code, act) => {
        const { session, closed, socket } = await open();
        act(socket);
        const error = await closed;
        expect(VoiceError.isInstance(error) ? error.code : error).toBe(code);
        expect(session.state).toBe(code === undefined ? "closed" : "error");
        await expect(session.sendAudio(new Uint8Array(2))).rejects.toMatchObject({
          code: "session_not_active",
        });
      });
    });
});
