import type { Page } from "playwright-core";

/** What is wrong with the page as it is shown, for those who do not see it, or do not see it well. Empty when nothing is. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const problems: string[] = [];
    const all = [...document.querySelectorAll<HTMLElement>("body *")];
    const shown = all.filter((one) => one.checkVisibility());
    const words = (one: Element): string =>
      `<${one.tagName.toLowerCase()}> ${one.textContent?.trim().slice(0, 40) ?? ""}`;

    for (const landmark of ["header", "nav", "main", "footer"]) {
      if (document.querySelectorAll(landmark).length !== 1) problems.push(`not one ${landmark}`);
    }
    if (document.documentElement.lang === "") problems.push("no language");
    if (document.title === "") problems.push("no title");

    const ids = all.map(({ id }) => id).filter((id) => id !== "");
    for (const id of new Set(ids)) {
      if (ids.filter((other) => other === id).length > 1) problems.push(`two elements have the id ${id}`);
    }
    for (const name of ["aria-labelledby", "aria-describedby", "for"]) {
      for (const one of document.querySelectorAll(`[${name}]`)) {
        const id = one.getAttribute(name) ?? "";
        if (document.getElementById(id) === null) problems.push(`${words(one)}: ${name} leads nowhere`);
      }
    }

    const headings = shown.filter((one) => /^H[1-6]$/.test(one.tagName));
    if (headings.filter(({ tagName }) => tagName === "H1").length !== 1) problems.push("not one h1");
    let level = 0;
    for (const heading of headings) {
      const next = Number(heading.tagName[1]);
      if (next > level + 1) problems.push(`${words(heading)} leaves a level out`);
      level = next;
    }

    for (const one of shown) {
      const isControl = /^(INPUT|SELECT|TEXTAREA)$/.test(one.tagName);
      const labels = isControl ? ((one as HTMLInputElement).labels ?? []) : [];
      const label =
        [...labels].map(({ textContent }) => textContent ?? "").join("") || one.getAttribute("aria-label");
      if (isControl && !label?.trim()) problems.push(`${words(one)} has no label`);
      if (/^(A|BUTTON|SUMMARY)$/.test(one.tagName) && !one.textContent?.trim())
        problems.push(`${words(one)} has no name`);
      if (one.tagName === "TH" && one.getAttribute("scope") === null)
        problems.push(`${words(one)} has no scope`);
      if (one.tagName === "TABLE" && one.querySelector("caption") === null)
        problems.push("a table has no caption");
      const scrolls = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
      if (scrolls && one.tabIndex < 0 && !isControl)
        problems.push(`${words(one)} scrolls, but not by keyboard`);
    }

    const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([red = 0, green = 0, blue = 0]: number[]): number => {
      const linear = (value: number): number =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const backOf = (one: Element | null): number[] => {
      for (let current = one; current !== null; current = current.parentElement) {
        const back = channels(getComputedStyle(current).backgroundColor);
        if (back.length === 3 || (back[3] ?? 0) > 0) return back;
      }
      return [255, 255, 255];
    };
    for (const one of shown) {
      const hasText = [...one.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent?.trim() !== "",
      );
      const isField = /^(INPUT|SELECT|TEXTAREA)$/.test(one.tagName);
      if ((!hasText && !isField) || one.matches(".skip, option")) continue;
      const lights = [luminance(channels(getComputedStyle(one).color)), luminance(backOf(one))].sort(
        (a, b) => b - a,
      );
      const contrast = ((lights[0] ?? 0) + 0.05) / ((lights[1] ?? 0) + 0.05);
      if (contrast < 4.5) problems.push(`${words(one)} has a contrast of ${contrast.toFixed(2)}`);
    }
    return problems;
  });
}
