/**
 * The index of the page, among `count`, that has the provider with an id. It depends on the id alone (FNV-1a over its
 * code units): with one provider more, all others stay where they are.
 */
export function pageOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % count;
}
