/** What every isolation backend implements. */
export interface Isolation {
  run(): Promise<void>;
}

const provider: Isolation = { run: async () => {} };

export default provider;
