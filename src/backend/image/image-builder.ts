import type { ImageDetails } from "../provider.js";

/** The programs that can build an image, in the order in which they are tried. */
export const builderIds = ["docker", "buildah", "podman"] as const;

/** A program that can build an image. */
export type BuilderId = (typeof builderIds)[number];

/** An image to build. */
export interface ImageBuildRequest {
  /** The reference that the image is to have, such as `ghcr.io/org/app:tag`. */
  readonly tag: string;
  /** Path of the Dockerfile, relative to the folder the builder runs in. */
  readonly dockerfile: string;
  /** Path of the folder that the build can read, relative to the folder the builder runs in. */
  readonly context: string;
  /** The stage to build; undefined for the last one. */
  readonly target: string | undefined;
  /** Platforms such as `linux/arm64`; empty for the builder's own. */
  readonly platforms: readonly string[];
  /** Sorted by name. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Names of build arguments. Their values are in the builder's environment, never on its command line. */
  readonly argumentNames: readonly string[];
  /** Names of variables that `RUN --mount=type=secret,id=NAME` can read. Their values are in the environment, too. */
  readonly secretNames: readonly string[];
}

/** A command of a build. */
export interface ImageBuildStep {
  readonly name: string;
  readonly description: string;
  readonly command: readonly string[];
  /** True for tidying up, which may fail and is not shown. */
  readonly optional?: boolean;
}

/** A program that builds container images: how to see that it works, and how a request is put to it. */
export interface ImageBuilder {
  readonly id: BuilderId;
  /** A short command without effects that succeeds only where the builder can work, with its engine or its storage. */
  readonly probe: readonly string[];
  /** The commands that build the image, in order. */
  steps(request: ImageBuildRequest): readonly ImageBuildStep[];
  /** The command that tells what was built. */
  inspect(tag: string): readonly string[];
  /** Reads what {@link inspect}'s command wrote. */
  details(text: string): ImageDetails;
}
