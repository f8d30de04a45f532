/** An image to build. */
export interface ImageBuildRequest {
  /** The reference that the image is to have, such as `ghcr.io/org/app:tag`. */
  readonly tag: string;
  /** Path of the Dockerfile, relative to the folder the builder runs in. */
  readonly dockerfile: string;
  /** Path of the folder that the build can read, relative to the folder the builder runs in. */
  readonly context: string;
}

/** A program that builds container images: which command it is, and how a request is put to it. */
export interface ImageBuilder {
  readonly id: string;
  /** The program and its arguments that build the image. */
  command(request: ImageBuildRequest): readonly string[];
}
