/** What every shape provider implements. */
export interface Shape {
  draw(): Promise<void>;
}

const provider: Shape = { draw: async () => {} };

export default provider;
