import { type ChildProcess, spawn } from "node:child_process";
import { type Message, readMessages, writeMessage } from "./message-stream.js";

/** How to start a language server that speaks over its standard streams. */
export interface ServerCommand {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** What a client answers and hears. */
export interface ClientHandlers {
  /** The result of a request of the server. */
  answer(method: string, params: unknown): unknown;
  hear(method: string, params: unknown): void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A language server as a process: requests, notifications, and its end. */
export class Connection {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #handlers: ClientHandlers;
  readonly #exited: Promise<void>;
  #lastId = 0;
  #errors = "";
  #ended = false;

  constructor(command: ServerCommand, cwd: string, handlers: ClientHandlers) {
    this.#handlers = handlers;
    const child = spawn(command.program, command.arguments, { cwd, stdio: ["pipe", "pipe", "pipe"] });
    this.#process = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000);
    });
    // A server that ended is reported by `exit`; what was written to it meanwhile is of no interest.
    child.stdin.on("error", () => {});
    readMessages(child.stdout, (message) => this.#receive(message));
    this.#exited = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.#ended = true;
        const error = new Error(`the language server ended (${reason}): ${this.#errors}`);
        for (const { reject } of this.#waiting.values()) reject(error);
        this.#waiting.clear();
        resolve();
      };
      child.on("error", ({ message }) => end(message));
      child.on("exit", (code, signal) => end(String(code ?? signal)));
    });
  }

  request(method: string, params: unknown): Promise<unknown> {
    if (this.#ended) return Promise.reject(new Error(`the language server has ended: ${this.#errors}`));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      writeMessage(this.#process.stdin as NonNullable<ChildProcess["stdin"]>, { id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    writeMessage(this.#process.stdin as NonNullable<ChildProcess["stdin"]>, { method, params });
  }

  /** Asks the server to end; one that does not is killed. */
  async stop(): Promise<void> {
    if (!this.#ended) {
      const kill = setTimeout(() => this.#process.kill("SIGKILL"), 3000);
      await this.request("shutdown", null).catch(() => undefined);
      if (!this.#ended) this.notify("exit", null);
      await this.#exited;
      clearTimeout(kill);
    }
  }

  #receive(message: Message): void {
    const { id, method } = message;
    if (method !== undefined && id !== undefined) {
      const result = this.#handlers.answer(method, message.params) ?? null;
      writeMessage(this.#process.stdin as NonNullable<ChildProcess["stdin"]>, { id, result });
    } else if (method !== undefined) {
      this.#handlers.hear(method, message.params);
    } else if (typeof id === "number") {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result);
    }
  }
}
