/** What an {@link AuthHook} says of a credential. */
export interface AuthResult {
  readonly authorized: boolean;
  /** Takes the place of the session's user id. */
  readonly userId?: string;
  /** Is merged into the session's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Decides who may open a session. */
export interface AuthHook {
  authenticate(
    token: string | undefined,
    metadata: Readonly<Record<string, unknown>>,
  ): Promise<AuthResult> | AuthResult;
  /** Whether the user may do `operation`, such as `create_session`. Default: yes. */
  authorize?(userId: string, operation: string): Promise<boolean> | boolean;
}

/** Limits how fast a user may open sessions. */
export interface RateLimiter {
  /** False: too fast. */
  allow(key: string): Promise<boolean> | boolean;
}

/** Decides what is kept of a session that has ended. */
export interface RetentionHook {
  shouldRetain(sessionId: string, metadata: Readonly<Record<string, unknown>>): Promise<boolean> | boolean;
}

/** How much a token bucket lets through. */
export interface TokenBucketOptions {
  /** How many a second are allowed in the long run, per key. */
  readonly perSecond: number;
  /** How many at once. */
  readonly burst: number;
  /** Milliseconds that never go back. Default: `performance.now`. */
  readonly now?: () => number;
}

/** A bucket of tokens per key: each call takes one, and they come back with time. Full buckets are forgotten. */
export function tokenBucket({
  perSecond,
  burst,
  now = () => performance.now(),
}: TokenBucketOptions): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const fillAt = (key: string, time: number): number => {
    const bucket = buckets.get(key);
    return bucket === undefined
      ? burst
      : Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond);
  };
  let sweepAt = now() + 60_000;
  return {
    allow(key) {
      const time = now();
      if (time >= sweepAt) {
        for (const known of [...buckets.keys()]) if (fillAt(known, time) >= burst) buckets.delete(known);
        sweepAt = time + 60_000;
      }
      const tokens = fillAt(key, time);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
      return tokens >= 1;
    },
  };
}
