import { type AnyRegistry, createRegistry, type KindTable, type Registry } from "provc";

/** What generated code declares, written by hand: a keyed kind with routing, an inline one, one with factories. */
export interface Backend {
  readonly id: string;
  dev(options: { readonly config: unknown }): Promise<number>;
}
export interface GenericConfig {
  dev: { command: string[]; port?: number };
}
export interface EncoreConfig {
  entrypoint?: string;
}
export interface BackendConfigMap {
  readonly "encore-ts": EncoreConfig;
  readonly generic: GenericConfig;
  readonly isolate: { cpus?: number };
  readonly microvm: { memory?: number };
}
export interface BackendRoutes {
  readonly auto: readonly [
    { readonly when: { readonly runtime: "node" | "wasm" }; readonly use: "isolate" },
    { readonly when: { readonly runtime: "oci"; readonly gpu: true }; readonly use: "generic" },
    { readonly when: Record<never, never>; readonly use: "microvm" },
  ];
  readonly strict: readonly [
    { readonly when: { readonly runtime: "node" }; readonly use: "isolate" },
    { readonly when: { readonly runtime: "go" }; readonly use: "microvm" },
  ];
}
export type BackendRegistry = Registry<Backend, BackendConfigMap, BackendRoutes>;
declare const table: KindTable<Backend, keyof BackendConfigMap>;
export const backends: BackendRegistry = createRegistry<Backend, BackendConfigMap, BackendRoutes>(table);

export interface Engine {
  plan(): Promise<string[]>;
}
export interface EngineShared {
  path: string;
}
export interface EngineConfigMap {
  readonly raw: { engine: "raw"; path: string; dialect?: "postgres" };
}
export const engines: Registry<
  Engine,
  EngineConfigMap,
  Record<never, never>,
  { selector: "engine"; shared: EngineShared }
> = createRegistry({ id: "migration", noun: "engine" });

export interface Voice {
  create(config: { readonly key: string }): Promise<{ speak(): void }>;
}
export const voices: Registry<Voice, { readonly livekit: { key: string } }> = createRegistry<
  Voice,
  { readonly livekit: { key: string } }
>({ id: "voice", noun: "backend" });

/** Registries of any kinds fit in one list. */
export const all: readonly AnyRegistry[] = [backends, engines, voices];
