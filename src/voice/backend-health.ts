import type { VoiceHealth } from "./backend.js";
import { withDeadline } from "./deadline.js";
import type { VoiceTransport } from "./transport.js";
import { asVoiceError } from "./voice-error.js";

/** Utilisation from which a backend counts as degraded. */
const NEARLY_FULL = 0.9;

export interface HealthQuestion {
  readonly timeoutMs: number;
  readonly activeSessions: number;
  /** 0: no limit. */
  readonly maxSessions: number;
}

/** Asks a vendor how it is doing. Never rejects. */
export async function checkHealth(transport: VoiceTransport, question: HealthQuestion): Promise<VoiceHealth> {
  const { timeoutMs, activeSessions, maxSessions } = question;
  const base = { checkedAt: new Date().toISOString(), activeSessions, maxSessions };
  try {
    const { warnings, details } = await withDeadline({ operation: "HealthCheck", timeoutMs }, (signal) =>
      transport.probe(signal),
    );
    const isFull = maxSessions > 0 && activeSessions >= maxSessions * NEARLY_FULL;
    const reasons = [
      ...warnings,
      ...(isFull ? [`${activeSessions} of ${maxSessions} sessions are in use`] : []),
    ];
    const status = reasons.length === 0 ? "healthy" : "degraded";
    return { ...base, status, reasons, ...(details !== undefined && { details }) };
  } catch (error) {
    const { code, reason } = asVoiceError("HealthCheck", error);
    // A vendor that asks for patience is there.
    const status = code === "rate_limit_exceeded" ? "degraded" : "unhealthy";
    return { ...base, status, reasons: [reason], details: { code } };
  }
}
