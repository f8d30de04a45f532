import { readCgroupLayout } from "./cgroup-layout.js";
import { hostAbilities } from "./host-abilities.js";

/** What holds a confined program here, for people who want to know. */
export function describeConfinement(): Readonly<Record<string, string>> {
  const { ownUsers, setpriv, noNetwork } = hostAbilities();
  const cgroups = readCgroupLayout();
  return {
    memory: cgroups === undefined ? "watched" : `cgroup version ${cgroups.version}`,
    network: noNetwork === undefined ? "denied by the program" : "none",
    user: ownUsers ? "one for each run" : "that of this process",
    privileges: setpriv === undefined ? "kept" : "dropped",
  };
}
