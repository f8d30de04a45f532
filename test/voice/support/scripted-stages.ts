import { AsyncQueue } from "../../../src/voice/async-queue.js";
import type {
  Conversation,
  SpeechToSpeech,
  SpeechToText,
  TextToSpeech,
  TranscriptEvent,
} from "../../../src/voice/pipeline/stages.js";

type ConversationEvent = Conversation["events"] extends AsyncIterable<infer Event> ? Event : never;

/** A speech-to-speech model that says what a test tells it to. */
export class ScriptedModel implements SpeechToSpeech {
  readonly events: AsyncQueue<ConversationEvent> = new AsyncQueue();
  heardBytes = 0;
  interrupted = 0;
  closed = 0;

  async open(): Promise<Conversation> {
    return {
      events: this.events,
      send: async (frame) => {
        this.heardBytes += frame.byteLength;
      },
      interrupt: async () => {
        this.interrupted++;
      },
      close: async () => {
        this.closed++;
        this.events.end();
      },
    };
  }

  tell(...events: readonly ConversationEvent[]): void {
    for (const event of events) this.events.push(event);
  }
}

/** A transcription that says what a test tells it to. */
export class ScriptedEars implements SpeechToText {
  readonly events: AsyncQueue<TranscriptEvent> = new AsyncQueue();
  closed = 0;

  async open(): ReturnType<SpeechToText["open"]> {
    return {
      events: this.events,
      send: async () => {},
      close: async () => {
        this.closed++;
        this.events.end();
      },
    };
  }

  tell(...events: readonly TranscriptEvent[]): void {
    for (const event of events) this.events.push(event);
  }
}

/** A voice that makes a frame of each letter; deaf to signals when told so. */
export class LetterVoice implements TextToSpeech {
  readonly said: string[] = [];
  /** Hangs after the first letter, whatever the signal says. */
  hangs = false;

  async open(): ReturnType<TextToSpeech["open"]> {
    const voice = this;
    return {
      async *speak(text) {
        for await (const piece of typeof text === "string" ? [text] : text) {
          voice.said.push(piece);
          for (const letter of piece) {
            yield Buffer.from([letter.charCodeAt(0), 0]);
            if (voice.hangs) await new Promise(() => {});
          }
        }
      },
      close: async () => {},
    };
  }
}
