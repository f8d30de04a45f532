import type { ImageBuildRequest } from "./image-builder.js";

/** The options of `build` that docker, buildah and podman have in common; all but the reference and the context. */
export function buildOptions(request: ImageBuildRequest): readonly string[] {
  return [
    "-f",
    request.dockerfile,
    ...(request.target === undefined ? [] : ["--target", request.target]),
    ...(request.platforms.length > 0 ? ["--platform", request.platforms.join(",")] : []),
    ...request.labels.flatMap(([name, value]) => ["--label", `${name}=${value}`]),
    // A name alone makes the builder take the value from its environment.
    ...request.argumentNames.flatMap((name) => ["--build-arg", name]),
    ...request.secretNames.flatMap((name) => ["--secret", `id=${name},env=${name}`]),
  ];
}

/** The context as an argument. A folder may be called `--rm`; the builder must not take it for an option. */
export function contextArgument({ context }: ImageBuildRequest): string {
  return context.startsWith("-") ? `./${context}` : context;
}

/** What the step that builds is called, whatever the builder. */
export function buildDescription({ tag }: ImageBuildRequest): string {
  return `Would build Docker image: ${tag}`;
}
