/** Environment variables in layers; a later layer wins, and an undefined layer is skipped. */
export function layerEnvironment(
  ...layers: readonly (NodeJS.ProcessEnv | Readonly<Record<string, string>> | undefined)[]
): NodeJS.ProcessEnv {
  const merged: NodeJS.ProcessEnv = Object.create(null);
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) {
      if (value !== undefined) merged[name] = value;
    }
  }
  return merged;
}
