type Labels = readonly string[];

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Numbers by label values, in Prometheus' text format. */
abstract class Metric {
  readonly name: string;
  readonly #help: string;
  readonly #type: string;
  readonly labels: Labels;

  constructor(name: string, type: string, help: string, labels: Labels) {
    this.name = name;
    this.#type = type;
    this.#help = help;
    this.labels = labels;
  }

  text(): string {
    return [
      `# HELP ${this.name} ${this.#help}`,
      `# TYPE ${this.name} ${this.#type}`,
      ...this.samples(),
      "",
    ].join("\n");
  }

  protected abstract samples(): string[];

  protected sample(suffix: string, values: Labels, value: number, extra?: readonly [string, string]): string {
    const pairs = this.labels.map((label, index) => [label, values[index] ?? ""] as const);
    const shown = [...pairs, ...(extra === undefined ? [] : [extra])].map(
      ([label, text]) => `${label}="${escaped(text)}"`,
    );
    return `${this.name}${suffix}${shown.length === 0 ? "" : `{${shown.join(",")}}`} ${value}`;
  }
}

const keyOf = (values: Labels): string => JSON.stringify(values);
const valuesOf = (key: string): Labels => JSON.parse(key);
const sorted = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Counts events. */
export class Counter extends Metric {
  readonly #counts = new Map<string, number>();

  constructor(name: string, help: string, labels: Labels) {
    super(name, "counter", help, labels);
  }

  add(...values: string[]): void {
    const key = keyOf(values);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  protected override samples(): string[] {
    return sorted(this.#counts).map(([key, count]) => this.sample("", valuesOf(key), count));
  }
}

/** What is so at the moment of asking. */
export class Gauge extends Metric {
  readonly #read: () => Iterable<readonly [Labels, number]>;

  constructor(name: string, help: string, labels: Labels, read: () => Iterable<readonly [Labels, number]>) {
    super(name, "gauge", help, labels);
    this.#read = read;
  }

  protected override samples(): string[] {
    return [...this.#read()].map(([values, value]) => this.sample("", values, value));
  }
}

/** How long events take. */
export class Histogram extends Metric {
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { readonly counts: number[]; sum: number; count: number }>();

  /** @param bounds Upper bounds in seconds, rising. */
  constructor(name: string, help: string, labels: Labels, bounds: readonly number[]) {
    super(name, "histogram", help, labels);
    this.#bounds = bounds;
  }

  observe(seconds: number, ...values: string[]): void {
    const key = keyOf(values);
    const series = this.#series.get(key) ?? { counts: this.#bounds.map(() => 0), sum: 0, count: 0 };
    this.#series.set(key, series);
    series.sum += seconds;
    series.count++;
    for (const [index, bound] of this.#bounds.entries()) {
      if (seconds <= bound) series.counts[index] = (series.counts[index] ?? 0) + 1;
    }
  }

  protected override samples(): string[] {
    return sorted(this.#series).flatMap(([key, { counts, sum, count }]) => {
      const values = valuesOf(key);
      const buckets = this.#bounds.map((bound, index) =>
        this.sample("_bucket", values, counts[index] ?? 0, ["le", String(bound)]),
      );
      return [
        ...buckets,
        this.sample("_bucket", values, count, ["le", "+Inf"]),
        this.sample("_sum", values, sum),
        this.sample("_count", values, count),
      ];
    });
  }
}
