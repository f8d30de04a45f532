import type { VoiceSessionOptions } from "../backend.js";
import type { AuthHook, RateLimiter } from "../hooks.js";
import { VoiceError } from "../voice-error.js";

export interface AdmissionRules {
  readonly auth: AuthHook | undefined;
  readonly limiter: RateLimiter;
}

/** Who may open a session, and with what. */
export interface Admitted {
  readonly userId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const OPERATION = "CreateSession";

/**
 * Asks whether a session may be opened, before anything remote is made: who it is, what they may do, how fast.
 *
 * @throws VoiceError `invalid_config`, `authentication_failed`, `authorization_failed`, `rate_limit_exceeded`.
 */
export async function admit(
  options: VoiceSessionOptions,
  { auth, limiter }: AdmissionRules,
): Promise<Admitted> {
  if (typeof options.userId !== "string" || options.userId === "") {
    throw new VoiceError(OPERATION, "invalid_config", "userId is required");
  }
  const admitted = auth === undefined ? given(options) : await authenticate(auth, options);
  if (!(await asked("rate_limit_exceeded", "rate limiter", () => limiter.allow(admitted.userId)))) {
    throw new VoiceError(
      OPERATION,
      "rate_limit_exceeded",
      `too many sessions for user ${JSON.stringify(admitted.userId)}`,
    );
  }
  return admitted;
}

function given({ userId, metadata }: VoiceSessionOptions): Admitted {
  return { userId, metadata: { ...metadata } };
}

async function authenticate(auth: AuthHook, options: VoiceSessionOptions): Promise<Admitted> {
  const { userId, metadata } = given(options);
  const result = await asked("authentication_failed", "auth hook", () =>
    auth.authenticate(options.token, metadata),
  );
  if (!result.authorized)
    throw new VoiceError(OPERATION, "authentication_failed", "the credential was not accepted");
  const admitted = { userId: result.userId ?? userId, metadata: { ...metadata, ...result.metadata } };
  const mayOpen = await asked(
    "authorization_failed",
    "auth hook",
    async () => (await auth.authorize?.(admitted.userId, "create_session")) ?? true,
  );
  if (mayOpen) return admitted;
  const message = `user ${JSON.stringify(admitted.userId)} may not create_session`;
  throw new VoiceError(OPERATION, "authorization_failed", message);
}

/** A hook that fails lets nobody in. */
async function asked<Answer>(
  code: "authentication_failed" | "authorization_failed" | "rate_limit_exceeded",
  hook: string,
  question: () => Promise<Answer> | Answer,
): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    throw new VoiceError(OPERATION, code, `the ${hook} failed`, { cause: error, retryable: false });
  }
}
