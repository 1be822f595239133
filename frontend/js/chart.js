// Series charts. A chart reads its JSON block, draws with the colours of the theme and follows size, theme and print.
// The equal table under it carries the same figures; a click on a mark opens the evidence of its row there.
import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { optionOf } from "./series.js";

use([CustomChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

const root = document.documentElement;
const drawn = [];

function palette() {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["paper", "ink", "quiet", "line", "make", "live", "act", "care", "unknown"];
  const size = parseFloat(style.fontSize);
  return { ...Object.fromEntries(names.map((name) => [name, colour(name)])), size, font: getComputedStyle(document.body).fontFamily };
}

function draw(figure) {
  const place = figure.querySelector("[data-chart-place]");
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const chart = init(place, null, { renderer: "svg" });
  const paint = () => chart.setOption(optionOf(data, palette(), place.clientWidth), true);
  chart.on("click", ({ data: mark }) => mark?.point && openEvidence(figure, mark.point.id));
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(place);
  paint();
  drawn.push(paint);
  figure.dataset.chart = "ready";
}

function openEvidence(figure, id) {
  const row = figure.querySelector(`[data-point="${CSS.escape(String(id))}"]`);
  row?.querySelector("[data-evidence]")?.click();
}

function repaint() {
  for (const paint of drawn) paint();
}

for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
root.addEventListener("zhiyi:display", repaint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
addEventListener("beforeprint", () => {
  root.classList.add("printing");
  repaint();
});
addEventListener("afterprint", () => {
  root.classList.remove("printing");
  repaint();
});
