import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const run = promisify(execFile);

const packages = [
  "@cartesia/cartesia-js",
  "livekit-server-sdk",
  "@pipecat-ai/websocket-transport",
  "@vapi-ai/server-sdk",
  "ws",
  "libsql",
];

test("every package that is not there is named with the command that installs it", {
  timeout: 60_000,
}, async () => {
  const args = [
    "--import",
    "tsx",
    "--import",
    fixture("without-packages.mjs"),
    fixture("open-everything.ts"),
  ];
  const env = { ...process.env, MISSING_PACKAGES: JSON.stringify(packages) };
  const { stdout } = await run(process.execPath, args, { env });
  const needs = (operation: string, who: string, name: string): string =>
    `voice/backend ${operation}: ${who} needs the package "${name}"; install it with: npm install ${name} (code: sdk_not_installed)`;
  expect(JSON.parse(stdout)).toEqual([
    needs("Start", "voice backend cartesia", "@cartesia/cartesia-js"),
    needs("Start", "voice backend livekit", "livekit-server-sdk"),
    needs("CreateSession", "voice backend pipecat", "@pipecat-ai/websocket-transport"),
    needs("Start", "voice backend vapi", "@vapi-ai/server-sdk"),
    needs("CreateSession", "voice backend vocode", "ws"),
    needs("StartTranscription", "voice backend cartesia stt", "ws"),
    needs("StartSpeech", "voice backend cartesia tts", "ws"),
    needs("Store", "the session store", "libsql"),
  ]);
});
