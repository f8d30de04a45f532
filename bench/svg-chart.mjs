// Cost curves as SVG: both axes logarithmic, one line for each series with its name at its end. Colours follow the reader's
// light or dark scheme; series differ by marker too, so that colour is not needed to tell them apart.
const size = { width: 880, height: 470, left: 74, right: 260, top: 48, bottom: 54 };
const colors = ["#0969da", "#cf222e", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#57606a", "#0550ae"];
const darkColors = ["#58a6ff", "#ff7b72", "#56d364", "#e3b341", "#bc8cff", "#f778ba", "#8b949e", "#79c0ff"];

const escapeText = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const round = (value) => Math.round(value * 10) / 10;

/** Decades that cover the values. */
function decades(values) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
  return Array.from({ length: Math.max(1, high - low) + 1 }, (_, index) => low + index);
}

function axis(values, from, to) {
  const exponents = decades(values);
  const [first, last] = [exponents[0], exponents.at(-1)];
  const at = (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from);
  return { exponents, at };
}

const markers = [
  (x, y) => `<circle cx="${x}" cy="${y}" r="4"/>`,
  (x, y) => `<rect x="${x - 3.5}" y="${y - 3.5}" width="7" height="7"/>`,
  (x, y) => `<path d="M${x} ${y - 5}l5 8.6h-10z"/>`,
  (x, y) => `<path d="M${x} ${y - 5}l5 5l-5 5l-5 -5z"/>`,
];

/** Moves labels apart that would be printed over one another. */
function spreadLabels(labels) {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  for (let index = 1; index < sorted.length; index++) {
    sorted[index].y = Math.max(sorted[index].y, sorted[index - 1].y + 15);
  }
  const surplus = (sorted.at(-1)?.y ?? 0) - (size.height - size.bottom + 6);
  if (surplus > 0) for (const label of sorted) label.y -= surplus;
  return sorted;
}

/**
 * A chart; `series` is a list of {name, points: [[x, y], …]}, of which those without points are left out. `unit` turns a
 * power of ten of the y axis into its label.
 */
export function logLogChart({ title, description, xLabel, yLabel, unit, series }) {
  const drawn = series.filter(({ points }) => points.length > 0);
  const xs = drawn.flatMap(({ points }) => points.map(([x]) => x));
  const ys = drawn.flatMap(({ points }) => points.map(([, y]) => y));
  const x = axis(xs, size.left, size.width - size.right);
  const y = axis(ys, size.height - size.bottom, size.top);
  const [right, bottom] = [size.width - size.right, size.height - size.bottom];
  const grid = [
    ...y.exponents.map((power) => {
      const at = round(y.at(10 ** power));
      return `<path class="grid" d="M${size.left} ${at}H${right}"/><text class="tick" x="${size.left - 8}" y="${at + 4}" text-anchor="end">${escapeText(unit(10 ** power))}</text>`;
    }),
    ...[...new Set(xs)].map((value) => {
      const at = round(x.at(value));
      return `<path class="grid" d="M${at} ${size.top}V${bottom}"/><text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${value.toLocaleString("en-US")}</text>`;
    }),
  ];
  const lines = drawn.map(({ name, points }, index) => {
    const places = points.map(([px, py]) => [round(x.at(px)), round(y.at(py))]);
    const path = places.map(([px, py], step) => `${step === 0 ? "M" : "L"}${px} ${py}`).join("");
    const marks = places.map(([px, py]) => markers[index % markers.length](px, py)).join("");
    return `<g class="s${index % colors.length}${name.startsWith("provc") ? " ours" : ""}"><path class="line" d="${path}"/>${marks}</g>`;
  });
  const labels = spreadLabels(
    drawn.map(({ name, points }, index) => ({
      name,
      index,
      y: round(y.at(points.at(-1)[1])) + 4,
      x: x.at(points.at(-1)[0]),
    })),
  ).map(
    ({ name, index, y: at }) =>
      `<text class="label s${index % colors.length}${name.startsWith("provc") ? " ours" : ""}" x="${right + 14}" y="${round(at)}">${escapeText(name)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="title description">
<title id="title">${escapeText(title)}</title>
<desc id="description">${escapeText(description)}</desc>
<style>${style()}</style>
<rect class="paper" width="${size.width}" height="${size.height}"/>
<text class="title" x="${size.left}" y="26">${escapeText(title)}</text>
${grid.join("\n")}
<text class="axis" x="${(size.left + right) / 2}" y="${bottom + 42}" text-anchor="middle">${escapeText(xLabel)}</text>
<text class="axis" x="18" y="${(size.top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 18 ${(size.top + bottom) / 2})">${escapeText(yLabel)}</text>
${lines.join("\n")}
${labels.join("\n")}
</svg>
`;
}

function style() {
  const classes = (list) =>
    list
      .map((color, index) => `.s${index}{stroke:${color};fill:${color}}text.s${index}{stroke:none}`)
      .join("");
  const scheme = (paper, ink, faint, list) =>
    `.paper{fill:${paper}}text{fill:${ink}}.grid{stroke:${faint}}${classes(list)}`;
  return [
    "text{font:13px system-ui,sans-serif}.title{font-size:15px;font-weight:600}.tick,.label{font-size:12px}",
    ".grid{stroke-width:1;fill:none}.line{fill:none;stroke-width:2}.ours .line{stroke-width:3.5}.label.ours{font-weight:700}",
    scheme("#ffffff", "#1f2328", "#d8dee4", colors),
    `@media (prefers-color-scheme: dark){${scheme("#0d1117", "#e6edf3", "#30363d", darkColors)}}`,
  ].join("");
}
