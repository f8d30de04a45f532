import { describe, expect, it } from "vitest";
import { parseImageReference } from "../../src/isolation/image/registry/image-reference.js";
import { pullFailure } from "../../src/isolation/image/registry/pull-failure.js";

const digest = `sha256:${"a".repeat(64)}`;

describe("a reference to an image of a registry", () => {
  it.each<[string, object]>([
    ["busybox", { registry: "docker.io", name: "docker.io/library/busybox" }],
    ["team/app:1.0", { registry: "docker.io", name: "docker.io/team/app", tag: "1.0" }],
    ["localhost/app", { registry: "localhost", name: "localhost/app" }],
    ["localhost:5000/app:1", { registry: "localhost:5000", name: "localhost:5000/app", tag: "1" }],
    ["[::1]:5000/app", { registry: "[::1]:5000", name: "[::1]:5000/app" }],
    ["ghcr.io/a/b/c__d-e", { registry: "ghcr.io", name: "ghcr.io/a/b/c__d-e" }],
    [`ghcr.io/a/b:1@${digest}`, { name: "ghcr.io/a/b", tag: "1", digest }],
    [`app@${digest}`, { name: "docker.io/library/app", digest }],
  ])("is read: %s", (text, expected) => {
    const reference = parseImageReference(text);
    expect(reference).toMatchObject({ ...expected, text });
    expect(reference).not.toHaveProperty("credentials");
  });

  it("may bring credentials, which are shown to nobody", () => {
    const reference = parseImageReference("anna:p%40ss%2Fw%3Ard@ghcr.io/app:1");
    expect(reference).toMatchObject({
      registry: "ghcr.io",
      text: "ghcr.io/app:1",
      credentials: { user: "anna", password: "p@ss/w:rd" },
    });
    const said = 'level=fatal msg="odd \\"p@ss/w:rd\\" \u001b[31mhere\\nYW5uYTpwQHNzL3c6cmQ="';
    const { message } = pullFailure(reference, said);
    expect(message).toBe('the image "ghcr.io/app:1" cannot be fetched: odd "***"  [31mhere\\n***');
  });

  it.each([
    "",
    "UPPER/app",
    "app:",
    "app@sha256:abc",
    "app@sha512:abc",
    "ghcr.io/../app",
    "ghcr.io//app",
    "-o/app",
    "--help",
    "app\nsecond",
    "a b",
    `ghcr.io/${"a".repeat(2_000)}`,
    "anna:s3cret@@ghcr.io/app",
    "anna:s3/cret@ghcr.io/app",
    "anna:s3%zz@ghcr.io/app",
  ])("is refused without telling what may be a secret (%#)", (text) => {
    let message = "";
    try {
      parseImageReference(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^the (?:image reference|credentials of the image reference)/);
    expect(message).not.toMatch(/s3/);
    expect(message.length).toBeLessThan(300);
  });

  it.each([
    ['msg="reading manifest 1 in h/not/found: unauthorized"', "refuses access"],
    ['msg="pinging: Get \\"https://h/v2/\\": dial tcp: lookup h: no such host"', "cannot be reached"],
    ['msg="Get: x509: certificate signed by unknown authority"', "no TLS that can be trusted"],
    ["Error: initializing source docker://h/not/found:1: reading manifest: manifest unknown", "has no image"],
    ["", "cannot be fetched: unknown reason"],
  ])("says in words what a tool has said: %s", (said, meaning) => {
    expect(pullFailure(parseImageReference("h.example/not/found:1"), said).message).toContain(meaning);
  });
});
