/** What every migration engine implements. */
export interface Migration {
  plan(config: object): Promise<readonly string[]>;
}

const migration: Migration = { plan: async () => [] };

export default migration;
