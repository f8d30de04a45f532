import { parseImageReference } from "../image/image-reference.js";
import { type EncoreBuildSettings, invalid } from "./settings.js";

/**
 * The reference of the image to build. What has a `/` or a `:` is a reference already; anything else is the tag of the
 * configured image. The suffix goes behind the tag, which is `latest` where none is given.
 *
 * @throws EncoreError when that is no image reference.
 */
export function encoreImageReference(
  imageTag: string,
  { imageName, tagSuffix }: Pick<EncoreBuildSettings, "imageName" | "tagSuffix">,
): string {
  const isTag = /^[\w][\w.-]*$/.test(imageTag);
  const reference = parseImageReference(isTag ? `${imageName}:${imageTag}` : imageTag);
  if (reference === undefined)
    throw invalid("build", `${JSON.stringify(imageTag)} is not an image reference`);
  if (tagSuffix === "")
    return reference.tag === undefined ? reference.name : `${reference.name}:${reference.tag}`;
  const image = `${reference.name}:${reference.tag ?? "latest"}${tagSuffix}`;
  if (parseImageReference(image) === undefined) {
    throw invalid("build", `${JSON.stringify(image)} is not an image reference`);
  }
  return image;
}
