import type { KindDescription } from "../contract/kind.js";
import { ProviderLoadError } from "../errors/provider-load-error.js";
import type { Registry, ResolvedId } from "../registry/registry-types.js";
import type { Resolution } from "../registry/routing-types.js";
import { applyDefaults } from "../validation/schemas/apply-defaults.js";
import type {
  Availability,
  ExecuteOptions,
  IsolationBackend,
  IsolationBackendOptions,
  IsolationBackendProvider,
  IsolationCapabilities,
  WorkloadResult,
} from "./backend.js";
import { UnavailableBackend } from "./core/unavailable-backend.js";
import { IsolationError } from "./isolation-error.js";
import type { Workload } from "./workload.js";

/** The `isolation` part of a config document: the choice, the fields beside it, the configs by id. */
export interface IsolationFields {
  /** A backend or a virtual id, taken where a workload names none. Default: `auto`. */
  readonly default?: string;
  /** Backends that are not in it get the defaults of their schema. */
  readonly backends?: { readonly [id: string]: unknown };
  /** See {@link IsolationBackendOptions.stateFolder}. */
  readonly state?: string;
}

/** What a list of backends shows of one. */
export interface ListedBackend {
  /** The id under which it is registered. */
  readonly name: string;
  readonly capabilities: IsolationCapabilities;
  readonly availability: Availability;
}

/** Where a workload goes. */
export interface ResolvedBackend<Id extends string = string> {
  readonly id: Id;
  readonly backend: IsolationBackend;
  /** How the id was found. */
  readonly resolution: Resolution<Id>;
}

/** An empty isolation is the default one, whose value no type knows. */
type RoutedId<Routes, Isolation extends string, Runtime extends string> = Isolation extends ""
  ? string
  : // Each runtime by itself, so that several give the backends of these and of no other.
    Runtime extends string
    ? ResolvedId<Routes, Isolation, { readonly runtime: Runtime }>
    : never;

/** The backends of a registry, ready to run workloads. */
export interface Isolation<Routes extends object = object> {
  /** The isolation of workloads that name none. */
  readonly default: string;

  /** All backends, sorted by name, also those that cannot run here, with the reason. */
  list(): Promise<readonly ListedBackend[]>;

  /** The same names and capabilities without asking whether they can run. */
  capabilities(): readonly Omit<ListedBackend, "availability">[];

  /**
   * Finds the backend for an isolation (a backend, `auto`, or empty for the default) and a runtime. It is never another one than the
   * routing says: where that one cannot run, this rejects.
   *
   * @throws TargetNotRegisteredError, TargetNotAbleError, NoRouteError; IsolationError `unavailable`.
   */
  resolve<const Isolation extends string, const Runtime extends string>(
    isolation: Isolation,
    runtime: Runtime,
  ): Promise<ResolvedBackend<RoutedId<Routes, Isolation, Runtime>>>;

  /** Resolves and executes; `isolation` as for {@link resolve}, default empty. Rejects as both do. */
  execute(
    workload: Workload,
    options?: ExecuteOptions & { readonly isolation?: string },
  ): Promise<WorkloadResult>;

  /** Ends a workload wherever it runs. Idempotent. */
  cleanup(workloadId: string): Promise<void>;

  /** Ends all workloads and closes every backend. Idempotent. */
  close(): Promise<void>;
}

/**
 * Makes the backends of a registry from a config: every one that is registered, whether it can run here or not; one whose code
 * cannot be loaded is not available, and the reason says why. Nothing is started; what an earlier process has left behind is
 * removed by the first run.
 *
 * @throws IsolationError `invalid_config` with every mistake.
 */
export async function createIsolation<Configs extends object, Routes extends object>(
  registry: Registry<IsolationBackendProvider, Configs, Routes>,
  fields: IsolationFields = {},
  options: IsolationBackendOptions = {},
): Promise<Isolation<Routes>> {
  // The ids are the registry's own, so that what its type knows of them is of no use here.
  const providers = registry as unknown as Registry<IsolationBackendProvider>;
  const chosen = fields.default || "auto";
  const problems: string[] = [];
  if (!Object.hasOwn(providers.kind.routing, chosen) && !providers.has(chosen)) {
    problems.push(`${providers.kind.noun} ${JSON.stringify(chosen)} is not registered`);
  }
  const backends = new Map<string, IsolationBackend>();
  const state = fields.state === undefined ? {} : { stateFolder: fields.state };
  for (const id of providers.ids() as readonly string[]) {
    const own =
      fields.backends !== undefined && Object.hasOwn(fields.backends, id) ? fields.backends[id] : {};
    try {
      const checked = await providers.validate(id, own);
      if (!checked.valid) {
        problems.push(...checked.issues.map(({ message }) => message));
        continue;
      }
      const { schema } = await providers.checker(id);
      const config = schema === undefined ? checked.value : applyDefaults(schema, checked.value);
      const provider = await providers.get(id);
      backends.set(id, provider.create(config, { ...state, ...options }));
    } catch (error) {
      // One that lacks a package, say, must not take the others with it.
      if (!ProviderLoadError.isInstance(error)) throw error;
      const { capabilities } = providers.describe(id);
      backends.set(id, new UnavailableBackend(id, capabilities, error.message));
    }
  }
  if (problems.length > 0) throw new IsolationError("invalid_config", problems.join("; "));
  return new Backends(providers, chosen, backends) as Isolation<Routes>;
}

class Backends implements Isolation {
  readonly default: string;
  readonly #registry: Registry<IsolationBackendProvider>;
  readonly #backends: ReadonlyMap<string, IsolationBackend>;

  constructor(
    registry: Registry<IsolationBackendProvider>,
    chosen: string,
    backends: ReadonlyMap<string, IsolationBackend>,
  ) {
    this.#registry = registry;
    this.default = chosen;
    this.#backends = backends;
  }

  capabilities(): readonly Omit<ListedBackend, "availability">[] {
    return [...this.#backends]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, backend]) => ({ name, capabilities: backend.capabilities() }));
  }

  async list(): Promise<readonly ListedBackend[]> {
    return await Promise.all(
      this.capabilities().map(async (listed) => ({
        ...listed,
        availability: await this.#backend(listed.name).available(),
      })),
    );
  }

  async resolve(isolation: string, runtime: string): Promise<ResolvedBackend<never>> {
    const resolution = this.#registry.resolve((isolation || this.default) as string, { runtime });
    const backend = this.#backend(resolution.id);
    const availability = await backend.available();
    if (!availability.available) throw unavailable(this.#registry.kind, resolution.id, availability.reason);
    return { id: resolution.id as never, backend, resolution: resolution as Resolution<never> };
  }

  async execute(
    workload: Workload,
    { isolation = "", ...options }: ExecuteOptions & { readonly isolation?: string } = {},
  ): Promise<WorkloadResult> {
    const { backend } = (await this.resolve(isolation, workload.runtime)) as { backend: IsolationBackend };
    return await backend.execute(workload, options);
  }

  async cleanup(workloadId: string): Promise<void> {
    await Promise.all([...this.#backends.values()].map((backend) => backend.cleanup(workloadId)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#backends.values()].map((backend) => backend.close()));
  }

  #backend(id: string): IsolationBackend {
    const backend = this.#backends.get(id);
    // Registered after the backends were made.
    if (backend === undefined) throw unavailable(this.#registry.kind, id, "it was registered too late");
    return backend;
  }
}

function unavailable(kind: KindDescription, id: string, reason: string): IsolationError {
  return new IsolationError("unavailable", `${kind.noun} ${JSON.stringify(id)} is not available: ${reason}`);
}
