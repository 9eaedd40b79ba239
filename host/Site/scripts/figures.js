"use strict";
// Figures, drawn from the numbers that came with the picture: values under the pointer or the arrow keys, series switched off and on, a part
// enlarged by dragging. The picture stays for paper, and where no script runs or one of its figures is of a kind that is not known here.

const FigureDashes = { dash: "7 5", dot: "2 4", dashdot: "7 4 2 4", longdash: "12 5", longdashdot: "12 4 2 4" };
const harmless = (colour, otherwise) => /^(#[0-9a-f]{6}|rgba?\([\d., ]+\))$/i.test(colour ?? "") ? colour : otherwise;

class LiveFigure {
  constructor(figure, chart) {
    this.figure = figure;
    this.layout = chart.layout;
    const palette = this.layout.template?.layout?.colorway ?? [];
    this.traces = chart.data.map((trace, k) => ({
      trace, type: trace.type, name: trace.name ? plainText(trace.name) : "", x: trace.xaxis ?? "x", y: trace.yaxis ?? "y",
      colour: harmless(trace.line?.color ?? trace.marker?.color, harmless(palette[k % palette.length], "#6b7280")),
    }));
    if (this.traces.some(({ type }) => !["scatter", "bar", "heatmap", "contour"].includes(type))) throw new Error("a kind of figure that is not known here");
    // What has no name, a band or the bar of an interval, belongs to the series of its colour.
    const paint = colour => { const [r, g, b] = colour.startsWith("#") ? [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)) : colour.match(/\d+/g); return `${r},${g},${b}`; };
    for (const one of this.traces) {
      one.series = one.name || this.traces.find(({ name, colour, y }) => name && y === one.y && paint(colour) === paint(harmless(one.trace.fillcolor, one.colour)))?.name;
      one.wide = one.type === "scatter" ? one.trace.mode ?? "lines" : one.type;
    }
    this.hidden = new Set();
    this.axes = {};
    for (const one of this.traces) this.learn(one);
    this.panels = [...new Set(this.traces.map(({ x, y }) => `${x} ${y}`))].map(key => new FigurePanel(this, ...key.split(" ")));
    this.build();
  }

  axis(name) {
    const layout = this.layout[`${name[0]}axis${name.slice(1)}`] ?? {};
    const shared = layout.matches ?? name;
    this.axes[shared] ??= new FigureAxis(this.layout[`${shared[0]}axis${shared.slice(1)}`] ?? layout);
    return this.axes[shared];
  }

  learn(one) {
    const { trace, type } = one;
    const [x, y] = [this.axis(one.x), this.axis(one.y)];
    if (type === "heatmap" || type === "contour") {
      [one.xs, one.ys] = [x.places(trace.x, trace.z[0].length), y.places(trace.y, trace.z.length)];
      const room = type === "heatmap" ? 0.5 : 0;
      const beyond = places => places.length < 2 ? [places[0] - 0.5, places[0] + 0.5] : [places[0] - room * (places[1] - places[0]), places.at(-1) + room * (places.at(-1) - places.at(-2))];
      x.fit(beyond(one.xs)); y.fit(beyond(one.ys));
      const finite = trace.z.flat().filter(Number.isFinite);
      [one.low, one.high] = [Math.min(...finite), Math.max(...finite)];
      return;
    }
    const count = Math.max(trace.x?.length ?? 0, trace.y?.length ?? 0);
    [one.xs, one.ys] = [x.places(trace.x, count), y.places(trace.y, count)];
    if (type === "bar") return; // their panel knows how they stand
    x.fit(one.xs, one.wide.includes("markers") ? 0.03 : 0, one.wide.includes("markers") ? 0.03 : 0);
    y.fit(one.ys, 0.05, 0.05);
  }

  build() {
    const alt = this.figure.querySelector("img").alt;
    const live = document.createElement("div");
    live.className = "live";
    live.setAttribute("role", "group");
    live.setAttribute("aria-label", alt);
    const title = Object.assign(document.createElement("p"), { className: "title", textContent: plainText(this.layout.title?.text ?? "") });
    this.legend = Object.assign(document.createElement("p"), { className: "legend" });
    this.grid = Object.assign(document.createElement("div"), { className: "panels" });
    this.said = Object.assign(document.createElement("p"), { className: "said", hidden: true });
    this.said.setAttribute("aria-live", "polite");
    const shown = new Map(this.traces.filter(({ name, trace }) => name && (this.layout.showlegend ?? true) && trace.showlegend !== false).map(one => [one.name, one]));
    for (const [name, one] of shown) this.legend.append(this.toggle(name, one));
    live.append(title, ...(shown.size ? [this.legend] : []), this.grid, this.said);
    this.grid.append(...this.panels.map(panel => panel.place));
    this.figure.append(live);
    this.figure.classList.add("drawn");
    this.draw();
    new ResizeObserver(() => { if (this.grid.clientWidth !== this.width) requestAnimationFrame(() => this.draw()); }).observe(this.grid);
  }

  toggle(name, one) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: "Hide or show" });
    button.setAttribute("aria-pressed", "true");
    const sample = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" });
    if (one.wide === "bar") sample.append(svg("rect", { x: 7, y: 0, width: 12, height: 12, fill: one.colour }));
    if (one.wide.includes("lines")) sample.append(svg("line", { x1: 1, y1: 6, x2: 25, y2: 6, stroke: one.colour, "stroke-width": 2, "stroke-dasharray": FigureDashes[one.trace.line?.dash] ?? "none" }));
    if (one.wide.includes("markers")) sample.append(svg("path", { d: FigureMarks.symbol(one.trace.marker?.symbol, 13, 6, 8), fill: one.colour }));
    button.append(sample, name);
    button.addEventListener("click", () => {
      if (!this.hidden.delete(name)) this.hidden.add(name);
      button.setAttribute("aria-pressed", String(!this.hidden.has(name)));
      this.draw();
    });
    return button;
  }

  draw() {
    this.width = this.grid.clientWidth;
    const columns = this.width < 480 ? 1 : Math.min(this.layout.grid?.columns ?? 1, this.width < 700 ? 2 : 9);
    this.grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    const rows = Math.ceil(this.panels.length / columns);
    const height = Math.max(rows > 1 ? 230 : 250, ((this.layout.height ?? 430) - 80) / (this.layout.grid?.rows ?? 1));
    for (const panel of this.panels) panel.draw(Math.min(height, this.width < 480 ? 320 : 900));
  }

  /** Says what lies at a place of a panel, or nothing. */
  say(lines, panel, x, y) {
    this.said.hidden = !lines;
    if (!lines) return;
    this.said.replaceChildren(...lines.map((line, k) => Object.assign(document.createElement(k ? "span" : "strong"), { textContent: line })));
    const [outer, inner] = [this.figure.getBoundingClientRect(), panel.place.getBoundingClientRect()];
    const left = inner.left - outer.left + x;
    this.said.style.top = `${inner.top - outer.top + y + 14}px`;
    this.said.style.left = `${Math.max(0, Math.min(left - this.said.offsetWidth / 2, this.figure.clientWidth - this.said.offsetWidth))}px`;
  }
}

for (const figure of document.querySelectorAll("figure.chart"))
  try {
    new LiveFigure(figure, JSON.parse(figure.querySelector("script").textContent));
  } catch (problem) {
    figure.dataset.problem = problem.message; // the picture says the same
  }
