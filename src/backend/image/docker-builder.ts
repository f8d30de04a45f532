import type { ImageDetails } from "../provider.js";
import { buildDescription, buildOptions, contextArgument } from "./build-options.js";
import type { ImageBuilder } from "./image-builder.js";

/** Builds with `docker build`, which needs a running engine. */
export const dockerBuilder: ImageBuilder = {
  id: "docker",
  probe: ["docker", "version", "--format", "{{.Server.Version}}"],
  steps: (request) => [
    {
      name: "BuildImage",
      description: buildDescription(request),
      command: ["docker", "build", "-t", request.tag, ...buildOptions(request), contextArgument(request)],
    },
  ],
  inspect: (tag) => ["docker", "image", "inspect", "--format", "{{json .}}", tag],
  details: imageDetails,
};

/** An engine knows the digest of an image that it has pushed or pulled, or that it keeps in containerd's store. */
function imageDetails(text: string): ImageDetails {
  const image = parsed(text);
  const descriptor = image.Descriptor as { digest?: unknown } | null | undefined;
  const [repository] = Array.isArray(image.RepoDigests) ? image.RepoDigests : [];
  const digest =
    descriptor?.digest ?? (typeof repository === "string" ? repository.split("@")[1] : undefined);
  return {
    ...(typeof image.Id === "string" && { id: image.Id }),
    ...(typeof digest === "string" && { digest }),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
