/** Texts by which one finds the shipped providers in a bundle: what stands in the code, and in the validator, of one of them only. */
const shippedMarkers: { readonly [provider: string]: readonly [code: string, validator: string] } = {
  "backend/encore-ts": ["Encore development server running!", "Tells Encore to send no telemetry"],
  "backend/generic": ["exited before ready pattern found", "Any command as the development server"],
  "isolation/gvisor": ["gVisor runs on Linux only", "One sandbox of runsc for each workload"],
  "isolation/isolate": ["runtime node takes code or an archive", "One workerd process for each workload"],
  "isolation/microvm": [
    "Debian has it in package e2fsprogs",
    "One virtual machine of QEMU for each workload",
  ],
  "migration/drizzle": ["-- Custom SQL migration file, put your code below! --", "of drizzle-orm 0.45"],
  "migration/knex": ["knex-pglite has not been looked for", "knex migrate:make"],
  "migration/prisma": ["Error querying the database: ", "and recorded in its table. A"],
  "migration/raw": ["-- migrate:down is missing (it may be empty)", "which dbmate can share"],
  "stt/cartesia": ["/stt/turns/websocket", "The model that transcribes"],
  "tts/cartesia": ["/tts/websocket", "The language of the texts"],
  "voice/cartesia": ["turn_output_text_delta", "Its SDK checks the credentials"],
  "voice/livekit": ["cannot join the room by WebRTC", "LiveKit only carries the audio"],
  "voice/pipecat": ["the runner does not offer the websocket transport", "Pipecat Cloud when"],
  "voice/vapi": ["vapi answered without a call to connect to", "The private key of your organisation"],
  "voice/vocode": ["the audio of a phone call stays on the line", "Conversations with a Vocode server"],
};

export const providerMarkers: readonly string[] = Object.values(shippedMarkers).flat();
export const markersOf = (provider: string): readonly string[] => shippedMarkers[provider] ?? [];

/** The same for what the kinds' entries export for few programs: preparing virtual machines, sessions of voice backends in SQLite. */
export const rareMarkers: readonly string[] = [
  "linux-image-cloud-amd64",
  "create table if not exists voice_sessions",
];
