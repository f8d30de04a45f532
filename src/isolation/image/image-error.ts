import { RunFailure } from "../core/run-failure.js";

/** An image that cannot be used; the message is one line for the user. */
export class ImageError extends RunFailure {
  override readonly name: string = "ImageError";

  constructor(message: string, options?: ErrorOptions) {
    super("start", message, options);
  }
}
