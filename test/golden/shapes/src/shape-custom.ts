/** What every custom shape provider implements. */
export interface ShapeCustom {
  customise(): Promise<void>;
}

const provider: ShapeCustom = { customise: async () => {} };

export default provider;
