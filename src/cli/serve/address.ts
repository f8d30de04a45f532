import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only this machine reaches an address, or every address of a name. */
export async function isLoopback(host: string): Promise<boolean> {
  const addresses =
    isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }];
  return addresses.every(({ address, family }) => loopback.check(address, family === 6 ? "ipv6" : "ipv4"));
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** The names under which this machine reaches a server on a loopback address. */
export function loopbackNames(host: string): readonly string[] {
  return [...new Set(["localhost", "127.0.0.1", "[::1]", urlHost(host)])];
}
