import { createHash } from "node:crypto";
import type { ImageDetails } from "../provider.js";
import { buildDescription, buildOptions, contextArgument } from "./build-options.js";
import type { ImageBuilder, ImageBuildRequest, ImageBuildStep } from "./image-builder.js";
import { qualifiedReference } from "./image-reference.js";

/** Builds with `buildah build`; no engine is needed. */
export const buildahBuilder: ImageBuilder = daemonlessBuilder("buildah");

/** Builds with `podman build`; no engine is needed. */
export const podmanBuilder: ImageBuilder = daemonlessBuilder("podman");

/** The two share their library and, but for small things, their command line. */
function daemonlessBuilder(id: "buildah" | "podman"): ImageBuilder {
  return {
    id,
    probe: [id, "info"],
    steps: (request) => (request.platforms.length > 1 ? listSteps(id, request) : [imageStep(id, request)]),
    // Asked by its name, a list of several platforms would be answered with the image of one of them.
    inspect: (tag) => [
      id,
      "images",
      "--no-trunc",
      "--filter",
      `reference=${qualifiedReference(tag)}`,
      "--format",
      "{{.ID}} {{.Digest}}",
    ],
    details: imageDetails,
  };
}

/** podman's cache (4.3) takes a layer on `scratch` for that of another platform, so it must not look there. */
function optionsOf(id: string, request: ImageBuildRequest): readonly string[] {
  const cache = id === "podman" && request.platforms.length > 0 ? ["--layers=false"] : [];
  return [...buildOptions(request), ...cache];
}

function imageStep(id: string, request: ImageBuildRequest): ImageBuildStep {
  return {
    name: "BuildImage",
    description: buildDescription(request),
    command: [id, "build", "-t", request.tag, ...optionsOf(id, request), contextArgument(request)],
  };
}

/**
 * Images of several platforms become a list. A build adds to the list it is given, so it gets one of its own, which
 * takes the image's name only when it is complete: a build that fails leaves the image of before.
 */
function listSteps(id: string, request: ImageBuildRequest): readonly ImageBuildStep[] {
  const { tag } = request;
  const list = `localhost/provc-build:${createHash("sha256").update(tag).digest("hex").slice(0, 16)}`;
  const removal: ImageBuildStep = {
    name: "RemoveTemporaryList",
    description: `Would remove the list ${list}, if there is one`,
    command: [id, "manifest", "rm", list],
    optional: true,
  };
  return [
    removal,
    {
      name: "BuildImage",
      description: buildDescription(request),
      command: [id, "build", "--manifest", list, ...optionsOf(id, request), contextArgument(request)],
    },
    { name: "TagImage", description: `Would name the list: ${tag}`, command: [id, "tag", list, tag] },
    removal,
  ];
}

function imageDetails(text: string): ImageDetails {
  const [id = "", digest = ""] = (text.split("\n")[0] ?? "").trim().split(/\s+/);
  const isDigest = (value: string): boolean => /^sha256:[0-9a-f]{64}$/.test(value);
  return { ...(isDigest(id) && { id }), ...(isDigest(digest) && { digest }) };
}
