// Type tests of registries, routing and kinds that no document chooses.
import { createIsolationRegistry, isolationRegistry, voiceRegistry, jobQueueRegistry } from "../generated/index.js";
import type { IsolationConfig, IsolationId, JobQueueConfig, VoiceConfig } from "../generated/index.js";

export const id: IsolationId = "gvisor";
export const ids: readonly IsolationId[] = isolationRegistry.ids();
export const picked: "isolate" = isolationRegistry.resolve("auto", { runtime: "node", trusted: true }).id;
export const voice: Promise<Uint8Array> = voiceRegistry.get("loopback").then((backend) => backend.speak("hello"));
export const own: typeof isolationRegistry = createIsolationRegistry();

export const auto: IsolationConfig = { backend: "auto", region: "eu", backends: { isolate: { memory: 16 }, gvisor: { platform: "kvm" } } };
export const custom: IsolationConfig = { backend: "acme:vm", region: "us", labels: { a: "b" }, backends: { "acme:vm": { cpus: 2 } } };
export const any: JobQueueConfig = { queue: "any", name: "mail" };
export const silent: VoiceConfig = {};

// @ts-expect-error no such id
export const misspelt: IsolationId = "gvisr";
// @ts-expect-error a shared field is missing
export const incomplete: IsolationConfig = { backend: "gvisor", backends: { gvisor: { platform: "kvm" } } };
// @ts-expect-error a field that a virtual id does not have
export const virtual: JobQueueConfig = { queue: "any", name: "mail", url: "redis://localhost" };
// @ts-expect-error no such provider
isolationRegistry.get("gvisr");
// @ts-expect-error a wrong config
isolationRegistry.create("gvisor", { platform: "xen" });
jobQueueRegistry.create("redis", { queue: "redis", name: "mail", url: "redis://localhost" });
