// From the plain data of a series chart to the drawing library's option. Nothing here touches the page.
import { people } from "./figures.js";

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
const LABELS_AT_MOST = 9;
const DENSE = 24;
const SMALL = 0.875;
const OPEN_END_PX = 26;
const DASHES = ["solid", "dashed", "dotted"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
const WORDS_AT_MOST = 0.3;

const day = (text) => Date.parse(`${text}T00:00:00Z`);
const middle = ({ start, end }) => (day(start) + day(end)) / 2;

export function optionOf(data, colours, width) {
  const room = wordsWidth(data, colours);
  const points = data.series.reduce((sum, series) => sum + series.points.length, 0);
  const named = data.series.length > 1 && points > LABELS_AT_MOST && room <= width * WORDS_AT_MOST;
  const lines = data.series.map((series, index) => drawSeries(series, index, data, colours, named));
  const option = {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: colours.font, fontSize: colours.size * SMALL, color: colours.ink },
    grid: { left: 8, right: named ? 20 + room : 20, top: data.breaks.length ? 34 : 26, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: tooltip(colours),
    xAxis: timeAxis(data, colours, width),
    yAxis: valueAxis(data, colours),
    series: lines.flat(),
  };
  if (data.targets.length) option.series.push(drawTargets(data, colours, width));
  if (data.breaks.length) option.series.push(drawBreaks(data, colours));
  return option;
}

// Width of the longest name. Names stand at the ends of lines where the figures are too many to be labelled and the names
// leave them most of the width; the key under the chart has them in any case.
function wordsWidth(data, colours) {
  const widths = data.series.map(({ name }) => [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.6), 0));
  return Math.max(...widths) * colours.size * SMALL;
}

function drawSeries(series, index, data, colours, named) {
  const colour = colours[series.colour] || colours.ink;
  const shown = series.points.filter((point) => point.value !== null);
  const dense = series.points.length > DENSE;
  const many = shown.length > LABELS_AT_MOST || named;
  const marks = series.points.map((point) => ({
    value: [middle(point), point.value ?? point.low ?? point.high, point.low ?? NaN, point.high ?? NaN, day(point.start), day(point.end)],
    point,
  }));
  return [
    { type: "custom", renderItem: ({ dataIndex }, api) => mark(api, marks[dataIndex].point, colour, dense), data: marks, encode: { x: [0, 4, 5], y: [1, 2, 3] }, z: 1 },
    {
      type: "line",
      data: joined(shown),
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: dense ? 4 : 8,
      showAllSymbol: true,
      connectNulls: false,
      lineStyle: { color: colour, width: 2, type: DASHES[index % DASHES.length] },
      itemStyle: { color: colour },
      emphasis: { disabled: true },
      endLabel: many ? { show: true, formatter: named ? series.name : (shown.at(-1)?.text ?? ""), color: colour, fontSize: colours.size * SMALL } : undefined,
      z: 3,
    },
    ...(many ? [] : [drawLabels(marks, colours)]),
  ];
}

// The points of a line in order, with a hole wherever a definition break begins another segment.
function joined(shown) {
  const path = [];
  for (const [at, point] of shown.entries()) {
    if (at && point.segment !== shown[at - 1].segment) path.push([null, null]);
    path.push({ value: [middle(point), point.value], point });
  }
  return path;
}

// Printed figures stand above their whiskers; where two would overlap, one steps back to the tooltip and the table.
function drawLabels(marks, colours) {
  return {
    type: "scatter",
    symbolSize: 1,
    silent: true,
    itemStyle: { color: "transparent" },
    data: marks.map(({ value: [x, y, low, high], point }) => ({
      value: [x, Number.isNaN(high) ? y : high],
      point,
      label: { distance: Number.isNaN(high) ? OPEN_END_PX + 4 : low === high ? 9 : 6 },
    })),
    label: { show: true, position: "top", formatter: ({ data: { point } }) => point.text, color: colours.ink, fontSize: colours.size * SMALL },
    labelLayout: { hideOverlap: true },
    z: 5,
  };
}

// One figure: its period as a pale bar, its interval as a whisker with caps, an unbounded end as an arrow.
function mark(api, point, colour, dense) {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  const left = api.coord([api.value(4), api.value(1)])[0];
  const right = api.coord([api.value(5), api.value(1)])[0];
  const children = [];
  if (!dense && right - left > 6) {
    children.push({ type: "rect", shape: { x: left, y: y - 3, width: right - left, height: 6 }, style: { fill: colour, opacity: 0.16 } });
  }
  const low = Number.isNaN(api.value(2)) ? null : api.coord([api.value(0), api.value(2)])[1];
  const high = Number.isNaN(api.value(3)) ? null : api.coord([api.value(0), api.value(3)])[1];
  const line = (x1, y1, x2, y2) => children.push({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.5 } });
  if (point.value === null || low !== high) {
    const bottom = low ?? y + OPEN_END_PX;
    const top = high ?? y - OPEN_END_PX;
    line(x, bottom, x, top);
    if (low === null) arrow(line, x, bottom, -5);
    else if (bottom - y > 1 || point.value === null) line(x - 5, bottom, x + 5, bottom);
    if (high === null) arrow(line, x, top, 5);
    else if (y - top > 1 || point.value === null) line(x - 5, top, x + 5, top);
  }
  return { type: "group", children };
}

function arrow(line, x, y, step) {
  line(x - 4, y + step, x, y);
  line(x + 4, y + step, x, y);
}

function drawTargets({ targets }, colours, width) {
  return {
    type: "scatter",
    symbol: "circle",
    symbolSize: 12,
    data: targets.map((point) => ({ value: [day(point.end), point.value], point })),
    itemStyle: { color: colours.paper, borderColor: colours.ink, borderWidth: 1.5, borderType: [3, 2] },
    emphasis: { disabled: true },
    label: {
      show: true,
      position: width < 480 ? "top" : "left",
      align: width < 480 ? "right" : undefined,
      offset: width < 480 ? [10, 0] : undefined,
      distance: 8,
      formatter: ({ data: item }) => item.point.text,
      color: colours.quiet,
      fontSize: colours.size * SMALL,
    },
    labelLayout: { hideOverlap: true },
    z: 4,
  };
}

function drawBreaks({ breaks }, colours) {
  return {
    type: "line",
    data: [],
    markLine: {
      symbol: "none",
      silent: true,
      animation: false,
      lineStyle: { color: colours.quiet, type: [2, 4], width: 1.25 },
      label: { position: "end", formatter: ({ data: item }) => item.name, color: colours.ink, fontSize: colours.size, distance: 4 },
      data: breaks.map(({ at, mark: name }) => ({ xAxis: day(at), name })),
    },
  };
}

function timeAxis(data, colours, width) {
  const points = [...data.series.flatMap(({ points: all }) => all), ...data.targets];
  const first = Math.min(...points.map(({ start }) => day(start)));
  const last = Math.max(...points.map(({ end }) => day(end)));
  const years = (last - first) / YEAR_MS;
  const pad = Math.max((last - first) * 0.03, 20 * DAY_MS);
  const small = { color: colours.quiet, hideOverlap: true, fontSize: colours.size * SMALL };
  if (years > 2) return yearAxis(first - pad, last + pad, Math.max(1, Math.ceil((years * 64) / width)), small, colours);
  return {
    type: "time",
    min: first - pad,
    max: last + pad,
    splitNumber: Math.max(2, Math.min(8, Math.floor(width / 96))),
    minInterval: 28 * DAY_MS,
    axisLabel: { ...small, formatter: "{yyyy}-{MM}" },
    axisLine: { lineStyle: { color: colours.ink } },
    axisTick: { lineStyle: { color: colours.ink } },
    splitLine: { show: false },
  };
}

// Years are stretches: ticks stand between them, and every `step`th name stands in the middle of its year.
function yearAxis(min, max, step, small, colours) {
  const from = new Date(min).getUTCFullYear();
  const until = new Date(max).getUTCFullYear();
  const all = Array.from({ length: until - from + 2 }, (_, index) => from + index);
  const within = (moment) => moment >= min && moment <= max;
  const starts = all.map((year) => Date.UTC(year, 0, 1)).filter(within);
  const middles = all.map((year) => Date.UTC(year, 6, 1)).filter(within);
  return {
    type: "time",
    min,
    max,
    axisLabel: { ...small, hideOverlap: false, customValues: middles.filter((_, index) => index % step === 0), formatter: (moment) => String(new Date(moment).getUTCFullYear()) },
    axisTick: { customValues: starts, lineStyle: { color: colours.ink } },
    axisLine: { lineStyle: { color: colours.ink } },
    splitLine: { show: false },
  };
}

function valueAxis(data, colours) {
  return {
    type: "value",
    scale: !data.from_zero,
    boundaryGap: [data.from_zero ? 0 : "8%", "8%"],
    inverse: data.inverse,
    splitNumber: 4,
    axisLabel: { formatter: (value) => people(value, data.language), color: colours.quiet, fontSize: colours.size * SMALL },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

function tooltip(colours) {
  return {
    renderMode: "richText",
    trigger: "item",
    confine: true,
    transitionDuration: 0,
    backgroundColor: colours.paper,
    borderColor: colours.ink,
    borderWidth: 1,
    borderRadius: 0,
    shadowBlur: 0,
    shadowOffsetX: 0,
    shadowOffsetY: 0,
    padding: [8, 10],
    textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: colours.size * SMALL },
    formatter: ({ data: item }) => (item?.point ? [item.point.text, item.point.period, item.point.note].filter(Boolean).join("\n") : ""),
  };
}
