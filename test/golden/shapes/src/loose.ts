/** What every loose provider implements. */
export interface Loose {
  loosen(): Promise<void>;
}

const provider: Loose = { loosen: async () => {} };

export default provider;
