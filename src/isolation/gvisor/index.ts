import type { IsolationBackendProvider } from "../backend.js";
import { defineIsolationBackend } from "../define-isolation-backend.js";
import { type GvisorConfig, RunscSandbox } from "./runsc-sandbox.js";

/** Runs container images under runsc, gVisor's kernel in user space. */
const gvisor: IsolationBackendProvider<GvisorConfig> = defineIsolationBackend<GvisorConfig>({
  id: "gvisor",
  capabilities: { name: "gvisor", supported_runtimes: ["oci"], supported_isolations: ["gvisor"] },
  sandbox: (config, context) => new RunscSandbox(config, context),
});

export default gvisor;
