import type { ImageBuilder } from "./image-builder.js";

/** Builds with `docker build`. */
export const dockerBuilder: ImageBuilder = {
  id: "docker",
  command: ({ tag, dockerfile, context }) => [
    "docker",
    "build",
    "-t",
    tag,
    "-f",
    dockerfile,
    // A folder may be called `--rm`; docker must not take it for an option.
    context.startsWith("-") ? `./${context}` : context,
  ],
};
