/** Name of the module that workerd starts; no module of a program can have it. */
export const RUNNER = "provc:runner";

/** The header of a response that says how the program ended. */
export const EXIT_HEADER = "x-exit-code";

/** The header of a response whose body is what the program wrote to its standard output. */
export const STREAM_HEADER = "x-standard-output";

/**
 * Calls a module's default export once. What it needs itself is taken before the module can change it; beyond that, a module
 * that bends its own isolate harms nobody else.
 */
export function functionRunner(entry: string): string {
  return `
const { stringify } = JSON;
const { error: logError } = console;
const Answer = Response;
const failed = (error) => {
  logError(error instanceof Error ? String(error.stack ?? error) : error);
  return new Answer("", { headers: { "${EXIT_HEADER}": "1" } });
};
export default {
  async fetch(request) {
    const { input, args, env } = await request.json();
    try {
      const program = (await import(${JSON.stringify(entry)})).default;
      if (typeof program !== "function") throw new TypeError("the default export is no function");
      const output = stringify(await program(input, { args, env }));
      return new Answer(output ?? "null", { headers: { "${EXIT_HEADER}": "0" } });
    } catch (error) {
      return failed(error);
    }
  },
};
`;
}

/**
 * Runs a WebAssembly module: a WASI command (it exports \`_start\`) with standard streams, arguments and environment, and nothing
 * else of WASI; of other modules the exported function that is asked for, with numbers.
 */
export function webAssemblyRunner(entry: string, exported: string | undefined): string {
  return `
import module from ${JSON.stringify(entry)};
const wanted = ${JSON.stringify(exported) ?? "undefined"};
const SUCCESS = 0, BAD_FILE = 8, NOT_SUPPORTED = 52, NOT_SEEKABLE = 70;
class Exit { constructor(code) { this.code = code; } }

function wasi(args, env, stdin) {
  const encoder = new TextEncoder();
  const texts = (list) => list.map((text) => encoder.encode(text + "\\0"));
  const argv = texts(["program", ...args]);
  const environ = texts(Object.entries(env).map(([name, value]) => name + "=" + value));
  const written = [];
  const errors = new TextDecoder();
  let errorText = "", position = 0, memory, skew = 0n;
  const view = () => new DataView(memory.buffer);
  const now = () => BigInt(Date.now()) * 1000000n + skew;
  const sizes = (list) => (count, bytes) => {
    view().setUint32(count, list.length, true);
    view().setUint32(bytes, list.reduce((sum, { length }) => sum + length, 0), true);
    return SUCCESS;
  };
  const strings = (list) => (pointers, buffer) => {
    for (const text of list) {
      view().setUint32(pointers, buffer, true);
      new Uint8Array(memory.buffer).set(text, buffer);
      pointers += 4;
      buffer += text.length;
    }
    return SUCCESS;
  };
  const vectors = (at, count) => Array.from({ length: count }, (_, index) =>
    new Uint8Array(memory.buffer, view().getUint32(at + index * 8, true), view().getUint32(at + index * 8 + 4, true)));
  const logLines = () => {
    const lines = errorText.split("\\n");
    errorText = lines.pop();
    for (const line of lines) console.error(line);
  };
  const functions = {
    args_sizes_get: sizes(argv), args_get: strings(argv),
    environ_sizes_get: sizes(environ), environ_get: strings(environ),
    clock_res_get: (id, at) => { view().setBigUint64(at, 1000000n, true); return SUCCESS; },
    clock_time_get: (id, precision, at) => { view().setBigUint64(at, now(), true); return SUCCESS; },
    random_get: (at, length) => {
      for (let done = 0; done < length; done += 65536) {
        crypto.getRandomValues(new Uint8Array(memory.buffer, at + done, Math.min(65536, length - done)));
      }
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,
    fd_close: () => SUCCESS,
    fd_fdstat_set_flags: (fd) => (fd < 3 ? SUCCESS : BAD_FILE),
    fd_fdstat_get: (fd, at) => {
      if (fd > 2) return BAD_FILE;
      new Uint8Array(memory.buffer, at, 24).fill(0);
      view().setUint8(at, 2);
      view().setBigUint64(at + 8, fd === 0 ? 2n : 64n, true);
      return SUCCESS;
    },
    fd_filestat_get: (fd, at) => {
      if (fd > 2) return BAD_FILE;
      new Uint8Array(memory.buffer, at, 64).fill(0);
      view().setUint8(at + 16, 2);
      return SUCCESS;
    },
    fd_prestat_get: () => BAD_FILE,
    fd_prestat_dir_name: () => BAD_FILE,
    fd_seek: () => NOT_SEEKABLE,
    fd_tell: () => NOT_SEEKABLE,
    fd_read: (fd, at, count, done) => {
      if (fd !== 0) return BAD_FILE;
      let total = 0;
      for (const target of vectors(at, count)) {
        const part = stdin.subarray(position, position + target.length);
        target.set(part);
        position += part.length;
        total += part.length;
      }
      view().setUint32(done, total, true);
      return SUCCESS;
    },
    fd_write: (fd, at, count, done) => {
      if (fd !== 1 && fd !== 2) return BAD_FILE;
      let total = 0;
      for (const part of vectors(at, count)) {
        if (fd === 1) written.push(part.slice());
        else errorText += errors.decode(part, { stream: true });
        total += part.length;
      }
      if (fd === 2) logLines();
      view().setUint32(done, total, true);
      return SUCCESS;
    },
    // Nobody waits: time passes at once, and streams are always ready.
    poll_oneoff: (subscriptions, events, count, done) => {
      for (let index = 0; index < count; index++) {
        const from = subscriptions + index * 48, to = events + index * 32;
        const type = view().getUint8(from + 8);
        if (type === 0) {
          const time = view().getBigUint64(from + 24, true);
          const absolute = (view().getUint16(from + 40, true) & 1) === 1;
          if (!absolute) skew += time;
          else if (time > now()) skew += time - now();
        }
        view().setBigUint64(to, view().getBigUint64(from, true), true);
        view().setUint16(to + 8, 0, true);
        view().setUint8(to + 10, type);
      }
      view().setUint32(done, count, true);
      return SUCCESS;
    },
    proc_exit: (code) => { throw new Exit(code); },
  };
  return {
    functions,
    attach: (exports) => { memory = exports.memory; },
    stdout: () => new Blob(written),
    end: () => { if (errorText !== "") console.error(errorText); },
  };
}

export default {
  async fetch(request) {
    const { input, args, env, stdin } = await request.json();
    const system = wasi(args, env, new TextEncoder().encode(stdin));
    let answer = () => system.stdout(), code = 0, streams = "1";
    try {
      const imports = {};
      for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
        if (!from.startsWith("wasi_") || kind !== "function") throw new TypeError("the module imports " + from + "." + name + ", which is not there");
        (imports[from] ??= {})[name] = system.functions[name] ?? (() => NOT_SUPPORTED);
      }
      const { exports } = new WebAssembly.Instance(module, imports);
      system.attach(exports);
      const start = wanted ?? ("_start" in exports ? "_start" : "run");
      if (typeof exports[start] !== "function") throw new TypeError("the module exports no function " + start);
      if (start === "_start") {
        exports._start();
      } else {
        exports._initialize?.();
        const numbers = input === undefined || input === null ? [] : Array.isArray(input) ? input : [input];
        const output = JSON.stringify(exports[start](...numbers), (key, value) => (typeof value === "bigint" ? String(value) : value)) ?? "null";
        answer = () => output;
        streams = "0";
      }
    } catch (error) {
      if (error instanceof Exit) code = error.code;
      else { code = 1; console.error(error instanceof Error ? String(error.stack ?? error) : error); }
    }
    system.end();
    return new Response(answer(), { headers: { "${EXIT_HEADER}": String(code), "${STREAM_HEADER}": streams } });
  },
};
`;
}
