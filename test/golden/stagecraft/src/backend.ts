/** What every backend provider implements. */
export interface Backend {
  dev(config: object): Promise<number>;
}

const backend: Backend = { dev: async () => 0 };

export default backend;
