import type { ExitStatus } from "../process/exit-status.js";
import type { CommandOutput } from "../process/run-command.js";
import type { ProviderPlan } from "./plan.js";

/** What every operation of a backend provider is given. */
interface BackendOptions<Config> {
  /** The provider's config: validated against its schema, defaults applied. It must not be changed. */
  readonly config: Config;
  /** The project's folder; used where the config names no folder of its own. */
  readonly workDir: string;
  /** What relative paths in the config are relative to. Default: the working directory of the process. */
  readonly baseDir?: string;
  /** Variables on top of the environment of the process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where output goes. Default: straight to this process's own streams. */
  readonly output?: CommandOutput;
  /** Aborting it ends everything the operation has started. */
  readonly signal?: AbortSignal;
}

/** What {@link BackendProvider.dev} is given. */
export interface DevOptions<Config = unknown> extends BackendOptions<Config> {
  /** Called once, when the backend can be used. Providers that cannot tell call it when its process runs. */
  readonly onReady?: () => void;
}

/** What is known of an image that was built, beside its reference. */
export interface ImageDetails {
  /** The id under which the builder keeps the image: `sha256:` and the digest of its config. */
  readonly id?: string;
  /** `sha256:` and the digest of its manifest, by which it can be pulled; absent where the builder knows none. */
  readonly digest?: string;
}

/** What {@link BackendProvider.buildDocker} is given. */
export interface BuildDockerOptions<Config = unknown> extends BackendOptions<Config> {
  /** The full reference of the image to build, such as `ghcr.io/org/app:tag`. */
  readonly imageTag: string;
  /** Called at most once, after the image was built, with what the builder can say of it. */
  readonly onImage?: (details: ImageDetails) => void;
}

/**
 * The contract of kind `backend`: runs a backend in development and builds its container image.
 *
 * A provider keeps no state between calls. Its operations are written as methods so that a provider whose options
 * are typed with its own config (`BackendProvider<MyConfig>`) can be used as a `BackendProvider`.
 */
export interface BackendProvider<Config = unknown> {
  /** The id under which the provider is registered. */
  readonly id: string;

  /**
   * Runs the backend until it ends or `signal` is aborted, and says how its process ended. When the promise settles,
   * nothing that was started is left running. An abort is no failure: it resolves with the status of the ended process.
   *
   * @throws CommandError with a one-line message when the backend cannot be started, or has not ended in time.
   */
  dev(options: DevOptions<Config>): Promise<ExitStatus>;

  /**
   * Builds the backend's container image and returns its reference.
   *
   * @throws CommandError with a one-line message, the builder's exit code and its last lines when the image cannot be
   *   built; the reason of `signal` when it is aborted.
   */
  buildDocker(options: BuildDockerOptions<Config>): Promise<string>;

  /**
   * Says what {@link dev} would do with the same options, without doing any of it.
   *
   * @throws CommandError when that is known to fail.
   */
  planDev?(options: DevOptions<Config>): Promise<ProviderPlan>;

  /** The same for {@link buildDocker}. */
  planBuildDocker?(options: BuildDockerOptions<Config>): Promise<ProviderPlan>;
}
