import { ProvcError } from "../errors/provc-error.js";

/** Why the API cannot be made; stable. */
export type ApiErrorCode = "store_unavailable" | "invalid_option";

/** The API cannot be made with what it was given. The message is one line for the user. */
export class ApiError extends ProvcError {
  override readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
