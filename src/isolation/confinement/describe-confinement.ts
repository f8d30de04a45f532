import { hostAbilities } from "./host-abilities.js";
import { usableCgroups } from "./usable-cgroups.js";

/** What holds a confined program here, for people who want to know. */
export function describeConfinement(): Readonly<Record<string, string>> {
  const { ownUsers, setpriv, nameSpaces } = hostAbilities();
  const cgroups = usableCgroups();
  return {
    memory: cgroups === undefined ? "watched" : `cgroup version ${cgroups.version}`,
    network: nameSpaces === undefined ? "denied by the program" : "none",
    user: ownUsers ? "one for each run" : "that of this process",
    privileges: setpriv === undefined ? "kept" : "dropped",
  };
}
