import { onceOnly } from "./failures.js";
import type { VoiceError } from "./voice-error.js";

/**
 * Keeps account of what one attempt does that must not be done twice. A time-out in the middle of it leaves open whether it was
 * done, so the attempt is not repeated.
 */
export class UnrepeatableWork {
  #underWay = 0;

  readonly once: <Result>(action: () => Promise<Result>) => Promise<Result> = async (action) => {
    this.#underWay++;
    try {
      return await onceOnly(action);
    } finally {
      this.#underWay--;
    }
  };

  /** The failure of the attempt, not worth a retry when nobody knows what has been done. */
  failure(error: VoiceError): VoiceError {
    return this.#underWay > 0 ? error.lasting() : error;
  }
}
