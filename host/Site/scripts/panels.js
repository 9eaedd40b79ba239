"use strict";
// One plot of a figure: its marks, what a pointer or the arrow keys find among them, and the part of it that is seen.

class FigurePanel {
  constructor(figure, xName, yName) {
    this.figure = figure;
    [this.x, this.y] = [figure.axis(xName), figure.axis(yName)];
    // Where plots stand side by side each has a title of its own axes, or none.
    this.titles = [xName, yName].map(name => plainText(figure.layout[`${name[0]}axis${name.slice(1)}`]?.title?.text ?? ""));
    this.number = xName === "x" ? 0 : Number(xName.slice(1)) - 1;
    this.title = plainText(figure.layout.annotations?.[this.number]?.text ?? "");
    this.equal = figure.layout[`yaxis${yName.slice(1)}`]?.scaleanchor === xName;
    this.traces = figure.traces.filter(one => one.x === xName && one.y === yName);
    this.stand(this.traces.filter(({ type }) => type === "bar"));
    this.place = Object.assign(document.createElement("div"), { className: "panel", tabIndex: 0 });
    this.place.setAttribute("aria-label", `${this.title || "Plot"}: arrow keys read its values`);
    this.place.setAttribute("role", "application");
    this.listen();
  }

  /** Bars beside or upon each other: [from, to] along x and along y. */
  stand(bars) {
    const stacked = this.figure.layout.barmode === "stack";
    const heaps = new Map();
    bars.forEach((one, order) => {
      const slot = stacked ? 0.8 : 0.8 / bars.length;
      one.bars = one.xs.map((x, k) => {
        const [middle, from] = [x + (stacked ? 0 : (order - (bars.length - 1) / 2) * slot), stacked ? heaps.get(x) ?? 0 : 0];
        heaps.set(x, from + one.ys[k]);
        return { x0: middle - slot / 2, x1: middle + slot / 2, y0: from, y1: from + one.ys[k] };
      });
      this.x.fit(one.bars.flatMap(({ x0, x1 }) => [x0, x1]));
      this.y.fit([0, ...one.bars.flatMap(({ y0, y1 }) => [y0, y1])], one.ys.some(y => y < 0) ? 0.08 : 0, 0.06);
    });
  }

  /** The window: both axes' ends as they are seen now. */
  get window() { return this.part ?? [this.x.whole(), this.y.whole()]; }

  px(value) { const [from, to] = this.window[0]; return this.box.left + (this.x.scaled(value) - from) / (to - from) * this.box.width; }

  py(value) { const [from, to] = this.window[1]; return this.box.top + (1 - (this.y.scaled(value) - from) / (to - from)) * this.box.height; }

  get visible() { return this.traces.filter(one => !this.figure.hidden.has(one.series)); }

  draw(height) {
    this.height = height ?? this.height;
    const width = pictureWidth(this.place);
    const coloured = this.traces.find(one => (one.type === "heatmap" || one.type === "contour") && one.trace.showscale !== false);
    const yTicks = this.y.ticks(this.window[1], Math.max(3, this.height / 46));
    const yLines = yTicks.map(([, label]) => FigurePanel.wrap(label, 0.3 * width / 6.6, 3));
    const yTitle = this.titles[1] ? FigurePanel.wrap(this.titles[1], (this.height - 20) / 7, 2) : [];
    const left = 14 + Math.max(0, ...yLines.flat().map(line => textWidth(line))) + 17 * yTitle.length;
    const [top, right] = [this.title ? 26 : 10, coloured ? 66 : 14];
    const xTicks = this.xTicks(width - left - right);
    const slot = (width - left - right) / Math.max(1, xTicks.length);
    const xLines = xTicks.map(([, label]) => this.x.categories.length ? FigurePanel.wrap(label, slot / 6.4, 3) : [label]);
    const xTitle = this.titles[0] ? FigurePanel.wrap(this.titles[0], (width - 16) / 7, 3) : [];
    const bottom = 9 + 15 * Math.max(1, ...xLines.map(lines => lines.length)) + (xTitle.length ? 5 + 16 * xTitle.length : 2);
    // Rows with names are as far apart as their names need.
    if (this.y.categories.length || this.y.layout.showgrid === false) {
      const [from, to] = this.window[1];
      const needs = yTicks.slice(1).map(([place], k) => (7 * (yLines[k].length + yLines[k + 1].length) + 5) * Math.abs(to - from) / Math.abs(place - yTicks[k][0]));
      this.height = Math.max(this.height, top + bottom + Math.max(0, ...needs));
    }
    const drawing = picture(this.place, this.height, this.figure.figure.querySelector("img").alt);
    drawing.root.setAttribute("aria-hidden", "true"); // the group says it
    this.root = drawing.root;
    this.box = { left, top, width: width - left - right, height: this.height - top - bottom };
    if (this.equal) {
      const [[x0, x1], [y0, y1]] = this.window;
      const unit = Math.min(this.box.width / Math.abs(x1 - x0), this.box.height / Math.abs(y1 - y0));
      const lower = this.box.top + this.box.height;
      [this.box.width, this.box.height] = [unit * Math.abs(x1 - x0), unit * Math.abs(y1 - y0)];
      this.box.top = lower - this.box.height;
    }
    this.frame(xTicks, xLines, xTitle, yTicks, yLines, yTitle);
    this.inside = svg("svg", { x: left, y: this.box.top - 1, width: this.box.width + 1, height: this.box.height + 2, viewBox: `${left} ${this.box.top - 1} ${this.box.width + 1} ${this.box.height + 2}`, overflow: "hidden" });
    this.root.append(this.inside);
    for (const one of this.visible) FigureMarks[one.type](this, one);
    if (coloured) FigureMarks.colourBar(this, coloured);
    this.ring = svg("circle", { r: 7, class: "ring", visibility: "hidden" });
    this.root.append(this.ring);
    this.hide();
  }

  /** As many ticks as have room for their labels. */
  xTicks(room) {
    const [from, to] = this.window[0];
    for (let most = Math.max(2, room / 52); ; most *= 0.7) {
      const ticks = this.x.ticks([from, to], most);
      const places = ticks.map(([place]) => (place - from) / (to - from) * room);
      const crowded = ticks.some(([, label], k) => k > 0 && Math.abs(places[k] - places[k - 1]) < (textWidth(label) + textWidth(ticks[k - 1][1])) / 2 + 8);
      if (!crowded || most <= 2 || this.x.categories.length) return ticks;
    }
  }

  frame(xTicks, xLines, xTitle, yTicks, yLines, yTitle) {
    const { left, top, width, height } = this.box;
    const bottom = top + height;
    const [xWindow, yWindow] = this.window;
    const share = ([from, to], place) => (place - from) / (to - from);
    if (this.title) this.root.append(text(left, 14, this.title, { class: "subtitle" }));
    xTicks.forEach(([place], k) => {
      const x = left + share(xWindow, place) * width;
      if (!this.x.categories.length && this.x.layout.showgrid !== false) this.root.append(svg("line", { x1: x, x2: x, y1: top, y2: bottom, class: "grid" }));
      this.root.append(svg("line", { x1: x, x2: x, y1: bottom, y2: bottom + 4, class: "rim" }), ...xLines[k].map((line, row) => text(this.within(x, 3.4 * line.length), bottom + 17 + 15 * row, line, { class: "tick", "text-anchor": "middle" })));
    });
    yTicks.forEach(([place], k) => {
      const y = bottom - share(yWindow, place) * height;
      if (!this.y.categories.length && this.y.layout.showgrid !== false) this.root.append(svg("line", { x1: left, x2: left + width, y1: y, y2: y, class: "grid" }));
      this.root.append(svg("line", { x1: left - 4, x2: left, y1: y, y2: y, class: "rim" }), ...yLines[k].map((line, row) => text(left - 7, y + 4 + 14 * (row - (yLines[k].length - 1) / 2), line, { class: "tick", "text-anchor": "end" })));
    });
    const [zeroX, zeroY] = [this.px(0), this.py(0)];
    if (this.x.layout.zeroline && zeroX >= left && zeroX <= left + width) this.root.append(svg("line", { x1: zeroX, x2: zeroX, y1: top, y2: bottom, class: "zero" }));
    if (this.y.layout.zeroline && zeroY >= top && zeroY <= bottom) this.root.append(svg("line", { x1: left, x2: left + width, y1: zeroY, y2: zeroY, class: "zero" }));
    this.root.append(svg("path", { d: `M${left} ${top}V${bottom}H${left + width}`, class: "rim", fill: "none" }));
    xTitle.forEach((line, row) => this.root.append(text(this.within(left + width / 2, 3.6 * line.length), this.height - 4 - 16 * (xTitle.length - 1 - row), line, { class: "axis", "text-anchor": "middle" })));
    const middle = Math.min(this.height - 3.6 * Math.max(0, ...yTitle.map(line => line.length)), Math.max(3.6 * Math.max(0, ...yTitle.map(line => line.length)), top + height / 2));
    yTitle.forEach((line, row) => this.root.append(text(12 + 16 * row, middle, line, { class: "axis", "text-anchor": "middle", transform: `rotate(-90 ${12 + 16 * row} ${middle.toFixed(1)})` })));
  }

  /** Everything that can be read here: where it is, and what it says. */
  *readings() {
    const titled = (number, axis, value) => { const title = this.titles[number] || axis.title; return title ? `${title}: ${axis.name(value)}` : axis.name(value); };
    for (const one of this.visible) {
      const { trace } = one;
      if (one.type === "heatmap" || one.type === "contour") {
        for (const [r, row] of trace.z.entries())
          for (const [c, z] of row.entries())
            yield { one, x: this.px(one.xs[c]), y: this.py(one.ys[r]), lines: [String(z), titled(0, this.x, trace.x?.[c] ?? c), titled(1, this.y, trace.y?.[r] ?? r)] };
        continue;
      }
      if (!one.name && trace.fill) continue;
      for (const [k, x] of one.xs.entries()) {
        if (!Number.isFinite(x) || !Number.isFinite(one.ys[k])) continue;
        const label = Array.isArray(trace.text) && one.type === "scatter" ? plainText(trace.text[k]) : "";
        const lines = [one.series || label || "value", ...(label && one.series ? [label] : []), titled(0, this.x, trace.x?.[k] ?? k), titled(1, this.y, trace.y?.[k] ?? k)];
        const bar = one.bars?.[k];
        yield { one, x: bar ? this.px((bar.x0 + bar.x1) / 2) : this.px(x), y: this.py(bar ? bar.y1 : one.ys[k]), bar, lines };
      }
    }
  }

  show(reading) {
    this.current = reading;
    set(this.ring, { cx: reading.x, cy: reading.y, visibility: "visible" });
    this.figure.say(reading.lines, this, reading.x, reading.y);
  }

  hide() {
    this.current = null;
    this.ring?.setAttribute("visibility", "hidden");
    this.figure.say(null);
  }

  find(x, y) {
    let [best, nearest] = [null, 40];
    for (const reading of this.readings()) {
      if (reading.bar && x >= this.px(reading.bar.x0) && x <= this.px(reading.bar.x1) && (y - this.py(reading.bar.y0)) * (y - this.py(reading.bar.y1)) <= 0) return reading;
      const away = Math.hypot(reading.x - x, reading.y - y) + (reading.one.type === "contour" || reading.one.type === "heatmap" ? 6 : 0);
      if (away < nearest) [best, nearest] = [reading, away];
    }
    return best;
  }

  listen() {
    let from = null;
    const at = event => { const box = this.place.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    this.place.addEventListener("pointermove", event => {
      const [x, y] = at(event);
      if (from) return this.drag(from, [x, y]);
      const found = this.find(x, y);
      if (found) this.show(found); else this.hide();
    });
    this.place.addEventListener("pointerleave", () => this.hide());
    this.place.addEventListener("pointerdown", event => { if (event.pointerType === "mouse" && event.button === 0) { from = at(event); this.place.setPointerCapture(event.pointerId); event.preventDefault(); this.place.focus({ preventScroll: true }); } });
    this.place.addEventListener("pointerup", event => { if (from) { const start = from; from = null; this.zoom(start, at(event)); } });
    this.place.addEventListener("dblclick", () => this.whole());
    this.place.addEventListener("blur", () => this.hide());
    this.place.addEventListener("keydown", event => {
      if (event.key === "Escape" || event.key === "0") { this.whole(); return; }
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const all = [...this.readings()];
      if (!all.length) return;
      const place = this.current ? all.findIndex(({ one, lines }) => one === this.current.one && lines.join() === this.current.lines.join()) : -1;
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const series = [...new Set(all.map(({ one }) => one))];
      const other = series[(series.indexOf(all[Math.max(0, place)].one) + (event.key === "ArrowDown" ? 1 : series.length - 1)) % series.length];
      this.show(place < 0 ? all[0] : step ? all[(place + step + all.length) % all.length] : all.find(({ one }) => one === other));
    });
  }

  drag([x0, y0], [x1, y1]) {
    this.hide();
    this.lasso ??= svg("rect", { class: "lasso" });
    this.root.append(this.lasso);
    set(this.lasso, { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) });
  }

  zoom([x0, y0], [x1, y1]) {
    this.lasso?.remove();
    if (Math.abs(x1 - x0) < 12 || Math.abs(y1 - y0) < 12 || this.equal) return;
    const [[left, right], [low, high]] = this.window;
    const along = x => left + (Math.min(this.box.width, Math.max(0, x - this.box.left)) / this.box.width) * (right - left);
    const up = y => low + (1 - Math.min(this.box.height, Math.max(0, y - this.box.top)) / this.box.height) * (high - low);
    this.part = [[along(Math.min(x0, x1)), along(Math.max(x0, x1))], [up(Math.max(y0, y1)), up(Math.min(y0, y1))]];
    this.place.title = "Double-click or Escape shows the whole again";
    this.draw();
  }

  whole() {
    this.part = null;
    this.place.title = "";
    this.draw();
  }

  /** The middle of a text, half as wide as given, so that it stays inside. */
  within(x, half) { return Math.max(half + 2, Math.min(this.place.clientWidth - half - 2, x)); }

  /** Lines of at most so many letters, and of so many lines at most. */
  static wrap(label, letters, most) {
    const lines = [""];
    for (const word of label.split(/ (?!%)/))
      if (lines.at(-1) && lines.at(-1).length + word.length + 1 > letters && lines.length < most) lines.push(word);
      else lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
    lines.forEach((line, k) => { if (line.length > letters + 2) lines[k] = `${line.slice(0, Math.max(3, Math.floor(letters)))}\u2026`; });
    return lines;
  }
}
