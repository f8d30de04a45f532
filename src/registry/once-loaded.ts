/** Something that is loaded when it is first needed: once, even under concurrent calls; a failure is tried again. */
export class OnceLoaded<Value> {
  readonly #load: () => Promise<Value>;
  readonly #failure: (cause: unknown) => Error;
  /** The load that is under way or has succeeded. */
  #promise: Promise<Value> | undefined;
  #value: Value | undefined;

  /** @param failure makes the error that callers see from what `load` throws */
  constructor(load: () => Promise<Value>, failure: (cause: unknown) => Error, value?: Value) {
    this.#load = load;
    this.#failure = failure;
    this.#value = value;
  }

  /** The value if it is there. */
  get value(): Value | undefined {
    return this.#value;
  }

  /** The same promise for every call until a load fails. */
  get(): Promise<Value> {
    this.#promise ??= this.#start();
    return this.#promise;
  }

  #start(): Promise<Value> {
    if (this.#value !== undefined) return Promise.resolve(this.#value);
    const promise = this.#run().then(
      (value) => {
        this.#value = value;
        return value;
      },
      (cause: unknown) => {
        // Forgotten before anybody hears of the failure, so that whoever hears of it can try again.
        this.#promise = undefined;
        throw this.#failure(cause);
      },
    );
    return promise;
  }

  /** A loader that throws instead of rejecting makes no difference. */
  async #run(): Promise<Value> {
    return this.#load();
  }
}
