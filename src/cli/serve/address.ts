import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only this machine reaches an address, or every address of a name. */
export async function isLoopback(host: string): Promise<boolean> {
  const addresses =
    isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  const isLocal = ({ address, family }: { readonly address: string; readonly family: number }): boolean =>
    loopback.check(address, family === 6 ? "ipv6" : "ipv4");
  return addresses.length > 0 && addresses.every(isLocal);
}

/** A host as it stands in a URL, written as clients write it. */
export function urlHost(host: string): string {
  const written = isIP(host) === 6 ? `[${host}]` : host;
  return URL.canParse(`http://${written}`) ? new URL(`http://${written}`).hostname : written;
}

/** The names under which this machine reaches a server on a loopback address. */
export function loopbackNames(host: string): readonly string[] {
  return [...new Set(["localhost", "127.0.0.1", "[::1]", urlHost(host)])];
}
