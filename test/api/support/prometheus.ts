/** A metric as Prometheus reads it from the text format. */
export interface ParsedMetric {
  readonly type: string;
  readonly help: string;
  /** In the order of the text: the suffix of the name, the labels, the value. */
  readonly samples: readonly ParsedSample[];
}

export interface ParsedSample {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
}

const suffixes: { readonly [type: string]: readonly string[] } = {
  counter: [""],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
};

/** Reads the text format 0.0.4 as strictly as it is described; throws for what is not in it, or does not add up. */
export function parsePrometheus(text: string): ReadonlyMap<string, ParsedMetric> {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const metrics = new Map<string, ParsedMetric & { readonly samples: ParsedSample[] }>();
  const seen = new Set<string>();
  let current: string | undefined;
  let help: { readonly name: string; readonly text: string } | undefined;
  for (const line of text.slice(0, -1).split("\n")) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, word, name = "", rest = ""] = comment;
      if (word === "HELP") help = { name, text: rest };
      else {
        if (metrics.has(name)) throw new Error(`${name} comes twice`);
        if (help?.name !== name) throw new Error(`${name} has no help before its type`);
        if (!Object.hasOwn(suffixes, rest)) throw new Error(`${name} has the type ${rest}`);
        metrics.set(name, { type: rest, help: help.text, samples: [] });
        current = name;
      }
      continue;
    }
    const sample = parseSample(line);
    const metric = metrics.get(current ?? "");
    const suffix = sample.name.slice((current ?? "").length);
    if (
      metric === undefined ||
      !sample.name.startsWith(current ?? "") ||
      !suffixes[metric.type]?.includes(suffix)
    ) {
      throw new Error(`${sample.name} does not belong to ${current}`);
    }
    const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(series)) throw new Error(`${series} comes twice`);
    seen.add(series);
    metric.samples.push(sample);
  }
  for (const [name, { type, samples }] of metrics) if (type === "histogram") requireHistogram(name, samples);
  return metrics;
}

function parseSample(line: string): ParsedSample {
  const [, name = "", inner, number = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === "") throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  let rest = inner ?? "";
  while (rest !== "") {
    const [whole = "", label = "", value = ""] =
      /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/.exec(rest) ?? [];
    if (whole === "" || Object.hasOwn(labels, label)) throw new Error(`no labels: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
    rest = rest.slice(whole.length);
  }
  const value = number === "+Inf" ? Number.POSITIVE_INFINITY : Number(number);
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
  return { name, labels, value };
}

/** Buckets rise to `+Inf`, which is the count. */
function requireHistogram(name: string, samples: readonly ParsedSample[]): void {
  const groups = new Map<string, ParsedSample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const [key, group] of groups) {
    const of = (suffix: string): ParsedSample[] => group.filter((one) => one.name === name + suffix);
    const bounds = of("_bucket").map(({ labels }) => Number(labels.le?.replace("+Inf", "Infinity")));
    const counts = of("_bucket").map(({ value }) => value);
    const rises = (values: readonly number[], strictly: boolean): boolean =>
      values.every(
        (value, at) => at === 0 || value > Number(values[at - 1]) || (!strictly && value === values[at - 1]),
      );
    const isWhole =
      of("_sum").length === 1 && of("_count").length === 1 && bounds.at(-1) === Number.POSITIVE_INFINITY;
    if (
      !isWhole ||
      !rises(bounds, true) ||
      !rises(counts, false) ||
      counts.at(-1) !== of("_count")[0]?.value
    ) {
      throw new Error(`${name} ${key} is no histogram`);
    }
  }
}
