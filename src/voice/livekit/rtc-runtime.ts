import { importSdk } from "../failures.js";

type Rtc = typeof import("@livekit/rtc-node");

/** Where the package keeps its one native client per process. */
const shared = globalThis as { _ffiClientInstance?: unknown };

let users = 0;
let isOurs = false;

/**
 * The WebRTC package, whose native threads keep the process alive until they are ended. Each user releases it; with the last one the
 * threads end, unless the program had started them itself. It can be used again after that.
 *
 * @throws VoiceError `sdk_not_installed`.
 */
export async function useRtc(): Promise<{ readonly rtc: Rtc; readonly release: () => Promise<void> }> {
  const packageName = "@livekit/rtc-node";
  const rtc = await importSdk(
    "CreateSession",
    "voice backend livekit",
    packageName,
    () => import("@livekit/rtc-node"),
  );
  if (users === 0) isOurs = shared._ffiClientInstance === undefined;
  users++;
  let released = false;
  return {
    rtc,
    async release() {
      if (released) return;
      released = true;
      users--;
      if (users > 0 || !isOurs) return;
      shared._ffiClientInstance = undefined;
      await rtc.dispose();
    },
  };
}
