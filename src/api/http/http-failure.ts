/** Ends the handling of a request with a status and `{"error": message}`. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "HttpFailure";
    this.status = status;
    this.headers = headers;
  }
}
