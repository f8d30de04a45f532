import { expect } from "vitest";
import type { HostileProgram, Target } from "./attack.js";

const PRELUDE = `
const attempt = async (what, action) => {
  console.log("tries " + what);
  try { return String(await action()); } catch (error) { return "ERROR " + (error?.message ?? error); }
};
const within = (promise) => Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 1500))]);
`;

/** A module whose default export is called with what it has to know of this machine: where the canaries are. */
export function moduleProgram(
  name: string,
  body: string,
  more: Partial<Omit<HostileProgram, "name" | "request">> & { readonly request?: object } = {},
): HostileProgram {
  const { request = {}, ...rest } = more;
  return {
    name,
    ends: { status: "completed", exit_code: 0 },
    request: (target) => ({
      runtime: "node",
      code: `${PRELUDE}export default async (known) => { ${body} };`,
      input: knownTo(target),
      ...request,
    }),
    ...rest,
  };
}

/** One that gives its attempts as an object, every one of which has to be refused. */
export function refusedProgram(
  name: string,
  body: string,
  more: Parameters<typeof moduleProgram>[2] = {},
): HostileProgram {
  return moduleProgram(name, `const got = {}; ${body} return got;`, {
    ...more,
    check: ({ output }) => {
      const got = Object.entries(JSON.parse(output) as Record<string, string>);
      expect(got.length).toBeGreaterThan(0);
      for (const [what, answer] of got)
        expect([what, answer]).toEqual([what, expect.stringMatching(/^ERROR /)]);
    },
  });
}

/** What an attacker may know: everything but what is secret. */
export function knownTo({ server, canaries }: Target): object {
  const { file, writable, socket, abstractSocket, addresses, port, udpPort } = canaries;
  return {
    ...{ file, writable, socket, abstractSocket, addresses, port, udpPort },
    server: {
      pid: server.pid,
      port: Number(new URL(server.url).port),
      database: server.database,
      folder: server.folder,
    },
  };
}
