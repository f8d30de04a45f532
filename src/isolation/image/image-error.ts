/** An image that cannot be used; the message is one line for the user. */
export class ImageError extends Error {
  override readonly name: string = "ImageError";
}
