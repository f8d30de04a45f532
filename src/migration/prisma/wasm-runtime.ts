/** The JavaScript half of a module made by wasm-bindgen. */
export interface GlueModule {
  __wbg_set_wasm(exports: WasmExports): void;
}

type WasmExports = Readonly<Record<string, unknown>>;
type Callback = (...values: unknown[]) => unknown;

/** The part of the standard's interface that is used here; Node's types leave it to the browser's. */
interface WebAssemblyApi {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: WasmExports } }>;
  readonly RuntimeError: new () => Error;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

/** A module trapped or panicked; that instance of it must not be called again. The message is one line. */
export class WasmError extends Error {
  override readonly name: string = "WasmError";
}

/**
 * An instance of a module made by wasm-bindgen, whose panics are kept in. A panic in the middle of an asynchronous call
 * surfaces where nobody can catch it, in a microtask, and the call's promise is never settled. So the few imports
 * through which such a module schedules its own code are replaced by ones that catch.
 */
export class WasmRuntime<Module extends GlueModule> {
  readonly module: Module;
  readonly #waiting: Set<(error: Error) => void> = new Set();
  /** Code of the module that is still to be called; kept, because collecting it would run the broken module again. */
  readonly #callbacks: Set<Callback> = new Set();
  #exports: WasmExports = {};
  #panic: string | undefined;
  #broken: WasmError | undefined;

  private constructor(module: Module) {
    this.module = module;
  }

  /** @param importName the name under which the module imports its JavaScript half. */
  static async start<Module extends GlueModule>(
    module: Module,
    importName: string,
    bytes: Uint8Array,
  ): Promise<WasmRuntime<Module>> {
    const runtime = new WasmRuntime(module);
    const { instance } = await WebAssembly.instantiate(bytes, { [importName]: runtime.#imports() });
    runtime.#exports = instance.exports;
    module.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return runtime;
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * Runs an operation of the module.
   *
   * @throws WasmError when the module breaks meanwhile, or has before.
   */
  async call<Result>(operation: () => Promise<Result>): Promise<Result> {
    if (this.#broken !== undefined) throw this.#broken;
    let fail: (error: Error) => void = () => {};
    try {
      return await new Promise<Result>((resolve, reject) => {
        fail = reject;
        this.#waiting.add(fail);
        operation().then(resolve, reject);
      });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw this.#break(error);
      throw error;
    } finally {
      this.#waiting.delete(fail);
      if (this.#waiting.size === 0 && !this.isBroken) this.#callbacks.clear();
    }
  }

  #imports(): Record<string, unknown> {
    const imports: Record<string, unknown> = Object.fromEntries(Object.entries(this.module));
    for (const name of Object.keys(imports)) {
      // One import of this name gives the function of the global object, the other calls it.
      if (name.startsWith("__wbg_queueMicrotask_")) {
        imports[name] = (value: Callback | typeof globalThis) =>
          typeof value === "function" ? queueMicrotask(this.#guard(value)) : value.queueMicrotask;
      } else if (name.startsWith("__wbg_then_")) {
        imports[name] = (promise: Promise<unknown>, ...callbacks: Callback[]) =>
          promise.then(...callbacks.map((callback) => this.#guard(callback)));
      } else if (name.startsWith("__wbg_set_message_")) {
        imports[name] = (start: number, length: number) => this.#keepMessage(start, length);
      }
    }
    return imports;
  }

  /** Called by the module's panic hook: a text in the module's memory. */
  #keepMessage(start: number, length: number): void {
    const { buffer } = this.#exports.memory as { readonly buffer: ArrayBuffer };
    const text = new TextDecoder().decode(new Uint8Array(buffer, start >>> 0, length >>> 0));
    // `panicked at <place in the module's source>:` and, in the next lines, what was wrong.
    const [place = "", ...reason] = text.split("\n");
    this.#panic = reason.join(" ").trim() || place;
  }

  #guard(callback: Callback): Callback {
    this.#callbacks.add(callback);
    return (...values) => {
      if (this.isBroken) return undefined;
      try {
        return callback(...values);
      } catch (error) {
        this.#break(error);
        return undefined;
      }
    };
  }

  #break(error: unknown): WasmError {
    const message = this.#panic ?? (error instanceof Error ? error.message : String(error));
    this.#broken ??= new WasmError(message, { cause: error });
    for (const fail of this.#waiting) fail(this.#broken);
    return this.#broken;
  }
}
