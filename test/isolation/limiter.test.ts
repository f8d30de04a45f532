import { describe, expect, it } from "vitest";
import { ConcurrencyLimiter } from "../../src/isolation/core/concurrency-limiter.js";

const patient = (): AbortSignal => new AbortController().signal;

describe("the limiter", () => {
  it("never lets in more than its number, in the order of arrival", async () => {
    const limiter = new ConcurrencyLimiter(3);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const release = await limiter.acquire(patient());
        order.push(index);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        if (release !== false) release();
      }),
    );
    expect(most).toBe(3);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it("forgets who gives up waiting, and counts a place given back twice once", async () => {
    const limiter = new ConcurrencyLimiter(1);
    const first = await limiter.acquire(patient());
    const impatient = new AbortController();
    const second = limiter.acquire(impatient.signal);
    const third = limiter.acquire(patient());
    impatient.abort();
    expect(await second).toBe(false);
    if (first === false) throw new Error("no place");
    first();
    first();
    expect(await third).not.toBe(false);
    const fourth = await Promise.race([
      limiter.acquire(patient()),
      new Promise((resolve) => setTimeout(resolve, 20, "waits")),
    ]);
    expect(fourth).toBe("waits");
    expect(await limiter.acquire(AbortSignal.abort())).toBe(false);
  });
});
