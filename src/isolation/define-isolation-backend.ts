import type {
  IsolationBackend,
  IsolationBackendOptions,
  IsolationBackendProvider,
  IsolationCapabilities,
} from "./backend.js";
import type { LimitFields } from "./core/limits.js";
import type { Sandbox } from "./core/sandbox.js";
import { SandboxedBackend } from "./core/sandboxed-backend.js";

/** The fields that the config of every such backend has; defaults of its schema applied. */
export interface IsolationConfigFields {
  readonly limits: LimitFields;
  readonly max_concurrency: number;
  /** Absent: no workload gets a network. */
  readonly allow_network?: boolean;
}

/** What a sandbox is made with. */
export interface SandboxContext {
  /** The folder for what is worth keeping between runs. It exists once {@link Sandbox.probe} or `run` is called. */
  readonly cacheFolder: string;
  /** What relative paths in the config are relative to. */
  readonly baseDir: string;
}

/** A backend by what differs from others: what it can do, and its sandbox. */
export interface IsolationBackendDefinition<Config extends IsolationConfigFields> {
  /** The id under which the provider is registered. */
  readonly id: string;
  /** As in the manifest; `max_concurrency` is that of the config. */
  readonly capabilities: Omit<IsolationCapabilities, "max_concurrency">;
  /** Makes the sandbox; loads and starts nothing yet. */
  readonly sandbox: (config: Config, context: SandboxContext) => Sandbox;
}

/** Makes a provider of kind `isolation` from a sandbox: queue, limits, time, output and cleaning up are the same for all. */
export function defineIsolationBackend<Config extends IsolationConfigFields>(
  definition: IsolationBackendDefinition<Config>,
): IsolationBackendProvider<Config> {
  return {
    id: definition.id,
    create(config: Config, options: IsolationBackendOptions = {}): IsolationBackend {
      return new SandboxedBackend(definition, config, options);
    },
  };
}
