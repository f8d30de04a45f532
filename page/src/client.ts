const storageKey = "provc-token";
const RETRY_MS = 1000;

/** What the server said instead of an answer. */
export class RequestFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** There was no answer. */
export class ServerGone extends Error {
  constructor() {
    super("The server does not answer.");
  }
}

/** Keeps the token for as long as the tab is open. */
export function setToken(token: string): void {
  sessionStorage.setItem(storageKey, token);
}

export function hasToken(): boolean {
  return sessionStorage.getItem(storageKey) !== null;
}

/**
 * Sends a request; anything but success is thrown.
 *
 * @param path Below the folder of the page.
 */
export async function send(path: string, options: RequestInit = {}): Promise<Response> {
  const token = sessionStorage.getItem(storageKey);
  const headers = new Headers(options.headers);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  const response = await fetch(path, { ...options, headers }).catch((error: Error) => {
    throw error.name === "AbortError" ? error : new ServerGone();
  });
  if (response.ok) return response;
  const body: { readonly error?: string } = await response.json().catch(() => ({}));
  throw new RequestFailure(response.status, body.error ?? `the server answered ${response.status}`);
}

/** The answer to a request, as data. */
export async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  return await (await send(path, options)).json();
}

/** The answer to data that is sent. */
export async function post<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  return await ask(path, { method: "POST", body: JSON.stringify(body), ...(signal && { signal }) });
}

/** A line of a log, or its end. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Follows a log to its end, also over a connection that breaks. (`EventSource` cannot send a token.)
 *
 * @param onBreak Told when the connection is broken, and when there is one again.
 */
export async function* events(
  path: string,
  signal: AbortSignal,
  onBreak: (isBroken: boolean) => void,
): AsyncGenerator<StreamEvent> {
  let last = "0";
  for (;;) {
    try {
      const { body } = await send(path, { signal, headers: { "last-event-id": last } });
      onBreak(false);
      for await (const fields of blocks(body as ReadableStream<Uint8Array<ArrayBuffer>>)) {
        last = fields.id ?? last;
        yield { event: fields.event ?? "stdout", data: fields.data ?? "" };
        if (fields.event === "done") return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof RequestFailure) throw error;
    }
    onBreak(true);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    signal.throwIfAborted();
  }
}

/** The fields of each event of a stream. */
async function* blocks(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<{ readonly [field: string]: string | undefined }> {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const whole = (rest + value).split("\n\n");
    rest = whole.pop() ?? "";
    for (const block of whole) {
      const fields: Record<string, string> = Object.create(null);
      for (const line of block.split("\n")) {
        const at = line.indexOf(": ");
        const name = line.slice(0, at);
        const text = line.slice(at + 2);
        fields[name] = name in fields ? `${fields[name]}\n${text}` : text;
      }
      if (fields.data !== undefined) yield fields;
    }
  }
}
