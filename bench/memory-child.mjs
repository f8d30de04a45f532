// The peak memory of a process that does nothing, in MiB.
import { peakMemory } from "./measure.mjs";

await import("./empty.mjs");
console.log(JSON.stringify({ memory: peakMemory() }));
