/** The same symbol in every copy of the package, so that errors are recognised across copies. */
const marker: unique symbol = Symbol.for("provc.error");

/** Anything that `isInstance` can be called on: a constructor with a code, or the base without one. */
type ErrorClass<Instance> = (abstract new (
  ...parameters: never[]
) => Instance) & {
  readonly code?: string;
};

/**
 * Base of every error that provc throws on purpose. `code` is stable and can be compared; `message` is one line for
 * people.
 */
export abstract class ProvcError extends Error {
  /** The code of all errors of the class; the base class has none. */
  static readonly code?: string;

  /** Stable, snake_case: `provider_not_found`, `duplicate_provider`, … */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, marker, { value: true });
  }

  /**
   * Whether a value is an error of this class. Unlike `instanceof` it also holds for errors that come from another
   * copy of the package in the same process.
   */
  static isInstance<Instance>(this: ErrorClass<Instance>, value: unknown): value is Instance {
    if (typeof value !== "object" || value === null) return false;
    if (!Object.hasOwn(value, marker)) return false;
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class that the question is about
    return this.code === undefined || (value as { readonly code?: unknown }).code === this.code;
  }
}

// The name is on the prototype, so that a stack trace begins with it and an error has no field of that name.
Object.defineProperty(ProvcError.prototype, "name", {
  get(this: object) {
    return this.constructor.name;
  },
  configurable: true,
});
