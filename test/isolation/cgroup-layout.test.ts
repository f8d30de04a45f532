import { describe, expect, it } from "vitest";
import { readCgroupLayout } from "../../src/isolation/confinement/cgroup-layout.js";
import { findUsableCgroups } from "../../src/isolation/confinement/usable-cgroups.js";
import { temporaryFolder } from "../support/folders.js";

const mount = (root: string, place: string, type: string, options: string): string =>
  `31 23 0:28 ${root} ${place} rw,relatime shared:9 - ${type} ${type} rw,${options}`;

describe("the cgroups of a process", () => {
  it("are found in version 1, each controller where it is mounted", () => {
    const memberships = "9:name=systemd:/\n8:pids:/a\n4:memory:/b/c\n2:cpu,cpuacct:/\n0::/";
    const mounts = [
      mount("/", "/cg/memory", "cgroup", "memory"),
      mount("/", "/cg/cpu,cpuacct", "cgroup", "cpu,cpuacct"),
      mount("/", "/cg/pids", "cgroup", "pids"),
      mount("/", "/cg/unified", "cgroup2", "nsdelegate"),
    ].join("\n");
    expect(readCgroupLayout(memberships, mounts)).toEqual({
      version: 1,
      folders: new Map([
        ["memory", "/cg/memory/b/c"],
        ["cpu", "/cg/cpu,cpuacct"],
        ["cpuacct", "/cg/cpu,cpuacct"],
        ["pids", "/cg/pids/a"],
      ]),
    });
  });

  it("are found in version 2, also in a container that sees only its own", () => {
    const own = "0::/user.slice/user-1000.slice/session-1.scope";
    const mounted = mount("/", "/sys/fs/cgroup", "cgroup2", "nsdelegate");
    expect(readCgroupLayout(own, mounted)).toMatchObject({ version: 2, top: "/sys/fs/cgroup" });
    expect(readCgroupLayout(own, mounted)?.folders.get("memory")).toBe(
      "/sys/fs/cgroup/user.slice/user-1000.slice/session-1.scope",
    );
    const container = readCgroupLayout("0::/", mount("/../..", "/sys/fs/cgroup", "cgroup2", "x"));
    expect(container?.folders.get("memory")).toBe("/sys/fs/cgroup");
    const part = readCgroupLayout("0::/docker/abc/x", mount("/docker/abc", "/sys/fs/cgroup", "cgroup2", "x"));
    expect(part?.folders.get("memory")).toBe("/sys/fs/cgroup/x");
  });

  it("are none where none are mounted, or none can be made use of", () => {
    expect(readCgroupLayout("", "")).toBeUndefined();
    expect(readCgroupLayout("0::/", mount("/", "/", "ext4", "x"))).toBeUndefined();
    expect(findUsableCgroups(undefined)).toBeUndefined();
    const folder = temporaryFolder();
    // No kernel is behind these folders, so that nothing there limits anything.
    expect(
      findUsableCgroups({ version: 2, top: folder, folders: new Map([["memory", `${folder}/a/b`]]) }),
    ).toBeUndefined();
  });
});
