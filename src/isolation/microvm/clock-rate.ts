import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * How fast this machine's time stamp counter runs, in kHz. A guest has nothing to measure it by on a busy machine, and its clock
 * would stand still or run away.
 *
 * @throws Error when it cannot be found out.
 */
export function clockRateKhz(): number {
  const kernelLog =
    spawnSync("dmesg", [], { encoding: "utf8", timeout: 5_000, maxBuffer: 64 * 1024 * 1024 }).stdout ?? "";
  const refined = /tsc: Refined TSC clocksource calibration: ([\d.]+) MHz/.exec(kernelLog)?.[1];
  const detected = /tsc: Detected ([\d.]+) MHz (?:TSC|processor)/.exec(kernelLog)?.[1];
  const current = /^cpu MHz\s*: ([\d.]+)$/m.exec(readOr("/proc/cpuinfo"))?.[1];
  const megahertz = Number(refined ?? detected ?? current ?? 0);
  if (!(megahertz > 100))
    throw new Error("the rate of this machine's time stamp counter cannot be found out");
  return Math.round(megahertz * 1000);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
