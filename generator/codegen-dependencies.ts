import type { CodegenDependencies } from "./codegen-run.js";
import { compilerFingerprint } from "./io/compiler-fingerprint.js";
import { systemPorts } from "./io/system-ports.js";

/** The compiler proper, on this machine. */
export function systemDependencies(lockWait?: number): CodegenDependencies {
  return {
    loadCompile: async () => (await import("./codegen-pipeline.js")).loadManifestCompiler(),
    fingerprint: () => compilerFingerprint(import.meta.url),
    ports: systemPorts(lockWait),
  };
}
