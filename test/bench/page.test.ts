import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const load = (path: string) => import(new URL(path, root).href);

interface Chart {
  readonly title: string;
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly unit: (value: number) => string;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

describe("docs/benchmarks.md", () => {
  it("is what the committed results say, pictures too", async () => {
    const { readResults, renderPage } = await load("bench/render.mjs");
    const results = readResults();
    for (const [path, text] of Object.entries(renderPage(results) as Record<string, string>)) {
      const file = new URL(`docs/${path}`, root);
      expect(existsSync(file), path).toBe(true);
      expect(readFileSync(file, "utf8"), `${path}: node bench/render.mjs writes it anew`).toBe(text);
    }
  });
});

describe("a chart", () => {
  const chart: Chart = {
    title: "Costs & <benefits>",
    description: "One grows.",
    xLabel: "providers",
    yLabel: "time",
    unit: (value) => `${value} s`,
    series: [
      {
        name: "provc",
        points: [
          [10, 1],
          [1000, 1],
        ],
      },
      {
        name: "another",
        points: [
          [10, 1],
          [1000, 100],
        ],
      },
      { name: "did not finish", points: [] },
    ],
  };

  it("draws a line for each series that has points, level where the cost is", async () => {
    const { logLogChart } = await load("bench/svg-chart.mjs");
    const svg: string = logLogChart(chart);
    expect(svg).toContain("Costs &amp; &lt;benefits&gt;");
    expect(svg).not.toContain("did not finish");
    const lines = [...svg.matchAll(/class="line" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/g)].map((line) =>
      line.slice(1).map(Number),
    );
    expect(lines).toHaveLength(2);
    const [[left, start, right, end] = [], [, first, , last] = []] = lines;
    expect(left).toBeLessThan(right ?? 0);
    expect(start).toBe(end);
    expect(first).toBe(start);
    expect(last).toBeLessThan(first ?? 0);
  });

  it("keeps its labels apart", async () => {
    const { logLogChart } = await load("bench/svg-chart.mjs");
    const series = Array.from({ length: 8 }, (_, index) => ({
      name: `s${index}`,
      points: [
        [10, 1],
        [100, 1],
      ] as const,
    }));
    const svg: string = logLogChart({
      ...chart,
      series: [
        ...series,
        {
          name: "top",
          points: [
            [10, 1],
            [100, 1000],
          ],
        },
      ],
    });
    const places = [...svg.matchAll(/class="label[^"]*" x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y));
    const gaps = places.sort((a, b) => a - b).map((place, index) => place - (places[index - 1] ?? -100));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(14.9);
  });
});

it("one suite is one file, and all are in the list", async () => {
  const { suites } = await load("bench/suites.mjs");
  const files = readdirSync(new URL("bench/suites/", root)).map((file) => file.replace(".mjs", ""));
  expect((suites as { name: string }[]).map(({ name }) => name).sort()).toEqual(files.sort());
});
