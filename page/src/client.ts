const storageKey = "provc-token";

/** What the server said instead of an answer. */
export class RequestFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Keeps the token for as long as the tab is open. */
export function setToken(token: string): void {
  sessionStorage.setItem(storageKey, token);
}

/** Sends a request; anything but success is thrown. */
export async function send(path: string, options: RequestInit = {}): Promise<Response> {
  const token = sessionStorage.getItem(storageKey);
  const headers = new Headers(options.headers);
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  const response = await fetch(path, { ...options, headers });
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

/** An event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events. (`EventSource` cannot send a token.) */
export async function* events(path: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const { body } = await send(path, { signal });
  if (body === null) return;
  let rest = "";
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const field = (name: string): string[] =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      const data = field("data");
      if (data.length > 0) yield { event: field("event")[0] ?? "stdout", data: data.join("\n") };
    }
  }
}
