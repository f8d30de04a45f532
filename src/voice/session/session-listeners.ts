import type { VoiceSessionEvent } from "../backend.js";

type Listener<Type extends VoiceSessionEvent["type"]> = (
  event: Extract<VoiceSessionEvent, { type: Type }>,
) => void;

/** Who wants to know what happens in a session. A listener that throws is reported, and the others are told all the same. */
export class SessionListeners {
  readonly #listeners: Map<string, Set<(event: never) => void>> = new Map();
  readonly #onError: (error: Error) => void;

  constructor(onError: (error: Error) => void) {
    this.#onError = onError;
  }

  /** Adds a listener; the function that is returned removes it. */
  add<Type extends VoiceSessionEvent["type"]>(type: Type, listener: Listener<Type>): () => void {
    const known = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, known);
    known.add(listener as (event: never) => void);
    return () => void known.delete(listener as (event: never) => void);
  }

  emit(event: VoiceSessionEvent): void {
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
      try {
        listener(event as never);
      } catch (error) {
        this.#onError(error as Error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
