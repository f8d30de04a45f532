import type { IsolationBackendProvider } from "../backend.js";
import { defineIsolationBackend } from "../define-isolation-backend.js";
import { type MicrovmConfig, QemuSandbox } from "./qemu-sandbox.js";

/** Boots a virtual machine for each workload, with QEMU. */
const microvm: IsolationBackendProvider<MicrovmConfig> = defineIsolationBackend<MicrovmConfig>({
  id: "microvm",
  capabilities: {
    name: "qemu",
    supported_runtimes: ["archive", "go", "node", "oci", "python"],
    supported_isolations: ["microvm"],
  },
  sandbox: (config, context) => new QemuSandbox(config, context),
});

export default microvm;
