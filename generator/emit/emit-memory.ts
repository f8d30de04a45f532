import { hashBytes } from "../io/content-hash.js";
import { answerFrom, answerOf, digestOf, type Memo, noteAnswer, recallAnswer } from "../memo.js";
import { configDigest } from "../model/later-schema.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { bannerText } from "./banner.js";
import { fileText, laterFile, type OutputFile } from "./output-file.js";
import type { ValidatorChoice } from "./validators/compile-validator.js";

/** Settings that texts depend on, beside the model. */
export interface EmitSettings {
  readonly toProject: string;
  readonly validators: ValidatorChoice;
}

/**
 * What emitters know of earlier runs. What is made of one provider is remembered about a subject, a digest of all that
 * it may depend on. A file that is made of many is remembered by its hash alone: while it is known, and the file on disk
 * has it, nobody makes the text.
 */
export class EmitMemory {
  readonly memo: Memo;
  readonly #settings: EmitSettings;
  readonly #subjects = new Map<ProviderModel, string>();
  readonly #kinds = new Map<KindModel, string>();

  constructor(memo: Memo, model: Model, settings: EmitSettings) {
    this.memo = memo;
    this.#settings = settings;
    for (const kind of model.kinds) {
      const shared = digestOf(kind.shared);
      for (const provider of kind.providers) {
        const subject = digestOfParts([bannerText(model), settings.validators, kind, shared, provider]);
        this.#subjects.set(provider, subject);
        // What nobody asks for in this run, because it is in a file that need not be made, will be asked for in another.
        memo.keep?.(subject);
      }
      const { providers, ...description } = kind;
      const parts = providers.map((provider) => {
        const { capabilities, module, names } = provider;
        return [this.subjectOf(provider), capabilities, module, names];
      });
      this.#kinds.set(kind, hashBytes(JSON.stringify([bannerText(model), description, parts])));
    }
  }

  /** Stands for all that is emitted of a provider alone. */
  subjectOf(provider: ProviderModel): string {
    return this.#subjects.get(provider) ?? "";
  }

  /** Stands for a kind with all its providers. */
  digestOfKind(kind: KindModel): string {
    return this.#kinds.get(kind) ?? "";
  }

  /** A file whose text is made only if it is not known what comes of `basis`: all that it depends on, but the settings. */
  file(path: string, basis: unknown, write: () => string | Buffer): OutputFile {
    const question = { stage: "output/1", input: [path, this.#settings, basis] };
    const make = (): string | Buffer => {
      const written = write();
      return typeof written === "string" ? fileText(written) : written;
    };
    const known = recallAnswer(this.memo, question);
    if (known !== undefined) return laterFile(path, answerFrom(known, make));
    const fresh = answerOf(make());
    noteAnswer(this.memo, question, fresh.digest);
    return laterFile(path, fresh);
  }
}

function digestOfParts([banner, validators, kind, shared, provider]: readonly [
  string,
  ValidatorChoice,
  KindModel,
  string,
  ProviderModel,
]): string {
  const { id, title, description, deprecated = null, requires, names, commonFields } = provider;
  const own = [id, title, description, deprecated, requires, names.configType, commonFields];
  const around = [banner, validators, kind.id, kind.config?.selector ?? null, shared];
  return hashBytes(JSON.stringify([around, own, configDigest(provider)]));
}

/** A file of many parts, with a memory or without; bytes are a text with `\n` only. */
export function partedFile(
  memory: EmitMemory | undefined,
  path: string,
  basis: () => unknown,
  write: () => string | Buffer,
): OutputFile {
  return memory === undefined ? { path, content: write().toString() } : memory.file(path, basis(), write);
}
