import type { IsolationBackendProvider } from "../backend.js";
import { defineIsolationBackend } from "../define-isolation-backend.js";
import { type IsolateConfig, WorkerdSandbox } from "./workerd-sandbox.js";

/** Runs JavaScript, TypeScript and WebAssembly modules, each in a workerd process of its own. */
const isolate: IsolationBackendProvider<IsolateConfig> = defineIsolationBackend<IsolateConfig>({
  id: "isolate",
  capabilities: { name: "workerd", supported_runtimes: ["node", "wasm"], supported_isolations: ["isolate"] },
  sandbox: (config, context) => new WorkerdSandbox(config, context),
});

export default isolate;
