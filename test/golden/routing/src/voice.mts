/** What every voice backend implements. */
export default interface Voice {
  speak(text: string): Promise<Uint8Array>;
}

export const loopback: Voice = { speak: async (text) => new TextEncoder().encode(text) };

export const silent: Voice = { speak: async () => new Uint8Array() };
