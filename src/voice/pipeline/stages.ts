import type { AudioFormat, AudioFrame } from "../audio.js";

/** What every stage is opened with. */
export interface StageOptions {
  /** Aborted when the session ends, or the stage takes longer than the time-out to open. */
  readonly signal: AbortSignal;
}

/** What a transcription tells. */
export type TranscriptEvent =
  /** The person has begun to speak. */
  | { readonly type: "speech-started" }
  | { readonly type: "partial"; readonly text: string }
  /** The person has finished; the whole of what was said. */
  | { readonly type: "final"; readonly text: string };

/** An open transcription of one session's audio. */
export interface Transcription {
  send(frame: AudioFrame): Promise<void>;
  /** Until it is closed; throws a VoiceError when it breaks. */
  readonly events: AsyncIterable<TranscriptEvent>;
  close(): Promise<void>;
}

/** A stage that turns speech into text. */
export interface SpeechToText {
  /** @throws VoiceError, also `invalid_format` for a format that it cannot take. */
  open(format: AudioFormat, options: StageOptions): Promise<Transcription>;
}

/** An open voice for one session. */
export interface Speaker {
  /** Speaks a text; the audio comes as it is made. Ending the iteration, or aborting, cancels the rest at the vendor's. */
  speak(text: string | AsyncIterable<string>, signal: AbortSignal): AsyncIterable<AudioFrame>;
  close(): Promise<void>;
}

/** A stage that turns text into speech. */
export interface TextToSpeech {
  open(format: AudioFormat, options: StageOptions): Promise<Speaker>;
}

/** An open conversation with a speech-to-speech model. */
export interface Conversation {
  send(frame: AudioFrame): Promise<void>;
  readonly events: AsyncIterable<
    | { readonly type: "audio"; readonly frame: AudioFrame }
    | { readonly type: "speech-started" }
    | { readonly type: "speech-ended" }
    /** The model has said all of its answer. */
    | { readonly type: "answer-ended" }
    | { readonly type: "transcript"; readonly speaker: "user" | "agent"; readonly text: string }
  >;
  /** Tells the model that its answer is not heard any more. Absent: it notices by itself when somebody speaks. */
  interrupt?(): Promise<void>;
  close(): Promise<void>;
}

/** A stage that answers speech with speech. */
export interface SpeechToSpeech {
  open(input: AudioFormat, output: AudioFormat, options: StageOptions): Promise<Conversation>;
}

/** The stages that a backend's settings name. */
export interface VoiceStages {
  readonly stt?: SpeechToText;
  readonly tts?: TextToSpeech;
  readonly s2s?: SpeechToSpeech;
}

/** The contract of providers of the kind `stt`: each makes the stage from its config. */
export interface SpeechToTextProvider<Config = unknown> {
  readonly id: string;
  create(config: Config): SpeechToText;
}

/** The contract of providers of the kind `tts`. */
export interface TextToSpeechProvider<Config = unknown> {
  readonly id: string;
  create(config: Config): TextToSpeech;
}

/** The contract of providers of the kind `s2s`. */
export interface SpeechToSpeechProvider<Config = unknown> {
  readonly id: string;
  create(config: Config): SpeechToSpeech;
}
