import { request } from "node:http";
import { EXIT_HEADER, STREAM_HEADER } from "./runner-module.js";

/** What a program answers. */
export interface ProgramAnswer {
  /** Absent when the program has not ended as programs do. */
  readonly exitCode: number | undefined;
  readonly output: Uint8Array;
  /** Whether the output is what it wrote, not what it returned. */
  readonly written: boolean;
}

export interface AskOptions {
  readonly socketPath: string;
  readonly body: string;
  /** Of the output no more than this is read, and one byte to show that there is more. */
  readonly mostBytes: number;
}

/** Sends a program its input and waits for its answer; rejects when the connection breaks off. */
export async function askProgram({ socketPath, body, mostBytes }: AskOptions): Promise<ProgramAnswer> {
  return await new Promise((resolve, reject) => {
    const call = request({ socketPath, method: "POST", path: "/", agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const code = response.headers[EXIT_HEADER];
      const exitCode =
        response.statusCode === 200 && typeof code === "string" ? Number(code) & 0xff : undefined;
      const written = response.headers[STREAM_HEADER] === "1";
      const finish = (): void => {
        resolve({ exitCode, written, output: Buffer.concat(chunks, Math.min(length, mostBytes + 1)) });
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > mostBytes) {
          finish();
          call.destroy();
        }
      });
      response.once("end", finish);
      response.once("error", reject);
    });
    call.once("error", reject);
    call.end(body);
  });
}
