import type { Readable, Writable } from "node:stream";

/** One JSON-RPC message: a request has an id and a method, a notification a method only, an answer an id only. */
export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Reads messages as the language server protocol frames them: a header with the length in bytes, then JSON. */
export function readMessages(stream: Readable, receive: (message: Message) => void): void {
  let buffered = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const headerEnd = buffered.indexOf("\r\n\r\n");
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffered.toString("ascii", 0, headerEnd))?.[1]);
      const start = headerEnd + 4;
      if (buffered.length < start + length) return;
      const message = JSON.parse(buffered.toString("utf8", start, start + length)) as Message;
      buffered = buffered.subarray(start + length);
      receive(message);
    }
  });
}

/** Writes one message. */
export function writeMessage(stream: Writable, message: Message): void {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  stream.write(`Content-Length: ${body.length}\r\n\r\n`);
  stream.write(body);
}
