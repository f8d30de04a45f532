import type { BackendProvider } from "../backend/provider.js";
import type { Program } from "./program.js";

/** Where the provider under test comes from; every registry of backends is one. */
export interface BackendSource {
  get(id: string): Promise<BackendProvider>;
  validate(id: string, config: unknown): Promise<{ readonly valid: boolean }>;
}

/** The settings with which the provider runs a program; `env` is passed on as the options' `env`. */
export interface Setup {
  /** As it would stand in a config document. */
  readonly config: unknown;
  /** Variables that the provider needs, such as a `PATH` with a {@link fakeTool}. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The same for a build. */
export interface BuildSetup extends Setup {
  /** The reference that the provider should return. Default: the `imageTag` that it was given. */
  readonly image?: string;
}

/** A backend provider to be held to its contract. */
export interface BackendSubject {
  /** The id under which the source has the provider. */
  readonly id: string;
  /** Such as `createBackendRegistry()`, with the provider registered. */
  readonly registry: BackendSource;
  /**
   * Settings with which `dev` runs `program.command` as the backend. A provider that runs a tool of its own gets a
   * fake one instead: `fakeTool(program.folder, "encore", program.command)`.
   */
  dev(program: Program): Setup;
  /** Settings with which `buildDocker` runs `program.command` as the tool that builds. */
  build(program: Program): BuildSetup;
  /** A line of output by which the provider sees that the backend is ready. The programs print it. Default: none. */
  readonly readyLine?: string;
  /** After how many milliseconds an operation counts as hanging. Default: 15000. */
  readonly patienceMs?: number;
}
