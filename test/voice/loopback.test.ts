import dns from "node:dns";
import net from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventually } from "./support/eventually.js";
import { vendors } from "./support/vendors.js";

/** Where connections went, and names that were looked up. */
let contacted: string[];

beforeEach(() => {
  contacted = [];
  const { connect } = net.Socket.prototype;
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(function (this: net.Socket, ...args) {
    // Node's own code hands over its arguments as a list in a list.
    const [first, second] = args.flat() as unknown[];
    const isList = typeof first !== "object" || first === null;
    const { host } = (isList ? { host: second } : first) as { readonly host?: string };
    contacted.push(String(host));
    if (host !== "127.0.0.1") throw new Error("this test stays on the loopback interface");
    return Reflect.apply(connect, this, args) as net.Socket;
  } as typeof connect);
  const { lookup } = dns;
  vi.spyOn(dns, "lookup").mockImplementation(((name: string, ...rest: never[]) => {
    // A server that listens asks for its own address.
    if (net.isIP(name) !== 0) return Reflect.apply(lookup, dns, [name, ...rest]);
    contacted.push(name);
    throw new Error("this test looks no name up");
  }) as unknown as typeof lookup);
});
afterEach(() => void vi.restoreAllMocks());

test.each(Object.entries(vendors))("%s: nothing leaves the loopback interface", async (_name, { open }) => {
  const vendor = await open();
  const backend = vendor.create();
  await backend.start();
  const session = await backend.createSession({ userId: "anna" });
  await session.start();
  await backend.health();
  await backend.stop();
  await eventually(() => vendor.held() === 0);
  expect(contacted.length).toBeGreaterThan(0);
  expect(new Set(contacted)).toEqual(new Set(["127.0.0.1"]));
  expect(vendor.server.violations).toEqual([]);
  await vendor.server.close();
});

test("what would leave it is noticed", async () => {
  await expect(fetch("http://192.0.2.1/")).rejects.toThrow();
  await expect(fetch("http://vendor.invalid/")).rejects.toThrow();
  expect(contacted).toContain("192.0.2.1");
  expect(contacted).toContain("vendor.invalid");
});
