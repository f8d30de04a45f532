import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCodegen } from "../../../generator/codegen-run.js";
import { watchAndRun } from "../../../generator/codegen-watch.js";
import { withOutputLock } from "../../../generator/io/output-lock.js";
import { systemPorts } from "../../../generator/io/system-ports.js";
import { fakeCompiler } from "./fake-compiler.js";

/*
 * What test processes do: `rounds NAME COUNT` compiles again and again, with another input every time; `once`
 * compiles once; `watch` watches; `count - COUNT` adds to a number in a file, under the lock. The working
 * directory is the project.
 */
const [mode, name = "", count = "1"] = process.argv.slice(2);
const dependencies = {
  loadCompile: fakeCompiler().load,
  fingerprint: () => "1",
  ports: systemPorts(),
};
const options = { manifestPath: "m.yaml", outDir: "generated", cwd: process.cwd() };

async function once(): Promise<void> {
  const { result } = await runCodegen(options, dependencies);
  for (const { message } of result.diagnostics) console.log(message);
  if (!result.ok) process.exitCode = 1;
}

if (mode === "rounds") {
  for (let round = 0; round < Number(count); round++) {
    // In one step: others must not see it empty.
    writeFileSync(join(process.cwd(), `a.${process.pid}`), `${name} ${round}`);
    renameSync(join(process.cwd(), `a.${process.pid}`), join(process.cwd(), "a.txt"));
    await once();
    console.log(`round ${round}`);
  }
} else if (mode === "once") {
  await once();
} else if (mode === "count") {
  const counter = join(process.cwd(), "counter");
  for (let round = 0; round < Number(count); round++) {
    await withOutputLock(join(process.cwd(), "generated"), dependencies.ports, () => {
      const number = Number(readFileSync(counter, "utf8"));
      writeFileSync(counter, String(number + 1));
    });
  }
} else if (mode === "watch") {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
  await watchAndRun(
    {
      ...options,
      signal: ending.signal,
      onResult: ({ ok, counts, diagnostics }) => {
        console.log(
          `${ok ? "ok" : "failed"} ${JSON.stringify(counts)} ${diagnostics.map(({ message }) => message)}`,
        );
      },
      onFailure: (error) => console.log(`bug ${error}`),
    },
    dependencies,
  );
  console.log("ended");
}
