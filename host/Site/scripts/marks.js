"use strict";
// What the traces of a figure look like: lines, points, bars, coloured cells and bands. As lib/Charts/Static draws them.

const FigureMarks = {
  scatter(panel, one) {
    const { trace, colour, xs, ys } = one;
    const group = svg("g", { opacity: trace.opacity ?? 1 });
    const line = () => xs.reduce((path, x, k) => Number.isFinite(x) && Number.isFinite(ys[k]) ? `${path}${path && Number.isFinite(xs[k - 1]) && Number.isFinite(ys[k - 1]) ? "L" : "M"}${panel.px(x).toFixed(1)} ${panel.py(ys[k]).toFixed(1)}` : path, "");
    if (trace.fill === "toself") group.append(svg("path", { d: line() + "z", fill: harmless(trace.fillcolor, "none") }));
    else if (one.wide.includes("lines")) group.append(svg("path", { d: line(), fill: "none", stroke: colour, "stroke-width": trace.line?.width ?? 2, "stroke-linejoin": "round", "stroke-dasharray": FigureDashes[trace.line?.dash] ?? "none" }));
    if (one.wide.includes("markers"))
      group.append(svg("path", { d: xs.map((x, k) => Number.isFinite(x) && Number.isFinite(ys[k]) ? FigureMarks.symbol(trace.marker?.symbol, panel.px(x), panel.py(ys[k]), typeof trace.marker?.size === "number" ? trace.marker.size : 8) : "").join(""), fill: colour, class: "marks" }));
    panel.inside.append(group);
  },

  bar(panel, one) {
    one.bars.forEach(({ x0, x1, y0, y1 }, k) => {
      const [left, right, above, below] = [panel.px(x0), panel.px(x1), panel.py(Math.max(y0, y1)), panel.py(Math.min(y0, y1))];
      panel.inside.append(svg("rect", { x: left, y: above, width: Math.max(0, right - left), height: Math.max(0, below - above), fill: one.colour, class: "marks" }));
      const label = plainText((Array.isArray(one.trace.text) ? one.trace.text[k] : one.trace.text) ?? "");
      const [r, g, b] = one.colour.startsWith("#") ? [1, 3, 5].map(at => parseInt(one.colour.slice(at, at + 2), 16)) : [0, 0, 0];
      if (!label || right - left < 7 * label.length || (one.trace.textposition !== "outside" && below - above < 15)) return;
      const outside = one.trace.textposition === "outside";
      panel.inside.append(text((left + right) / 2, outside ? above - 5 : (above + below) / 2 + 4, label, { "text-anchor": "middle", fill: !outside && 0.299 * r + 0.587 * g + 0.114 * b <= 150 ? "#ffffff" : "#1d2433" }));
    });
  },

  heatmap(panel, one) {
    const edges = places => places.length < 2 ? [places[0] - 0.5, places[0] + 0.5]
      : [1.5 * places[0] - 0.5 * places[1], ...places.slice(1).map((place, k) => (place + places[k]) / 2), 1.5 * places.at(-1) - 0.5 * places.at(-2)];
    const [xs, ys] = [edges(one.xs), edges(one.ys)];
    one.trace.z.forEach((row, r) => row.forEach((z, c) => {
      if (!Number.isFinite(z)) return;
      const [x0, x1, y0, y1] = [panel.px(xs[c]), panel.px(xs[c + 1]), panel.py(ys[r]), panel.py(ys[r + 1])];
      panel.inside.append(svg("rect", { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0) + 0.5, height: Math.abs(y1 - y0) + 0.5, fill: FigureMarks.ramp(panel, one, z) }));
    }));
  },

  /** Bands between levels, from values interpolated between the points of the grid. */
  contour(panel, one) {
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(2, Math.round(panel.box.width)), height: Math.max(2, Math.round(panel.box.height)) });
    const pen = canvas.getContext("2d");
    const step = roundStep(one.high - one.low, one.trace.ncontours ?? 15);
    const first = Math.ceil(one.low / step + 1e-9);
    const bands = Math.max(1, Math.ceil(one.high / step) - first);
    const [[x0, x1], [y0, y1]] = panel.window;
    const between = (places, value) => { let k = 0; while (k < places.length - 2 && places[k + 1] < value) k++; return [k, Math.min(1, Math.max(0, (value - places[k]) / (places[k + 1] - places[k])))]; };
    const columns = Array.from({ length: canvas.width }, (_, i) => between(one.xs, x0 + (i + 0.5) / canvas.width * (x1 - x0)));
    for (let j = 0; j < canvas.height; j++) {
      const [row, down] = between(one.ys, y1 + (j + 0.5) / canvas.height * (y0 - y1));
      const [above, below] = [one.trace.z[row], one.trace.z[row + 1]];
      for (let i = 0, start = 0, last = null; i <= canvas.width; i++) {
        const [column, right] = columns[i] ?? [0, 0];
        const z = (above[column] * (1 - right) + above[column + 1] * right) * (1 - down) + (below[column] * (1 - right) + below[column + 1] * right) * down;
        const band = i === canvas.width ? -1 : Math.min(bands, Math.max(0, Math.floor(z / step) - first + 1));
        if (band === last) continue;
        if (last !== null) { pen.fillStyle = FigureMarks.ramp(panel, one, one.low + last / bands * (one.high - one.low)); pen.fillRect(start, j, i - start, 1); }
        [start, last] = [i, band];
      }
    }
    panel.inside.append(svg("image", { x: panel.box.left, y: panel.box.top, width: panel.box.width, height: panel.box.height, href: canvas.toDataURL(), preserveAspectRatio: "none" }));
  },

  ramp(panel, one, z) {
    const stops = one.trace.colorscale ?? panel.figure.layout.template?.data?.[one.type]?.[0]?.colorscale ?? [[0, "#e4f4e2"], [1, "#2c2b57"]];
    const share = Math.min(1, Math.max(0, one.high > one.low ? (z - one.low) / (one.high - one.low) : 0));
    const next = Math.max(1, stops.findIndex(([place]) => place >= share));
    const [[from, low], [to, high]] = [stops[next - 1], stops[next]];
    const mix = at => Math.round(parseInt(low.slice(at, at + 2), 16) + (parseInt(high.slice(at, at + 2), 16) - parseInt(low.slice(at, at + 2), 16)) * (share - from) / (to - from));
    return `rgb(${mix(1)}, ${mix(3)}, ${mix(5)})`;
  },

  colourBar(panel, one) {
    const { left, top, width, height } = panel.box;
    for (let k = 0; k < 48; k++)
      panel.root.append(svg("rect", { x: left + width + 12, y: top + height * (47 - k) / 48, width: 12, height: height / 48 + 0.6, fill: FigureMarks.ramp(panel, one, one.low + (k + 0.5) / 48 * (one.high - one.low)) }));
    for (const [place, label] of linearTicks(one.low, one.high, 5))
      panel.root.append(text(left + width + 28, top + height * (1 - (place - one.low) / (one.high - one.low)) + 4, label, { class: "tick" }));
  },

  symbol(symbol, x, y, size) {
    const [r, d] = [size / 2, size * 0.62];
    const polygon = corners => `M${corners.map(([dx, dy]) => `${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`).join("L")}z`;
    switch (symbol) {
      case "1": return polygon([[-r, -r], [r, -r], [r, r], [-r, r]]);
      case "2": return polygon([[0, -d], [d, 0], [0, d], [-d, 0]]);
      case "3": return polygon([[-r, -r / 3], [-r / 3, -r / 3], [-r / 3, -r], [r / 3, -r], [r / 3, -r / 3], [r, -r / 3], [r, r / 3], [r / 3, r / 3], [r / 3, r], [-r / 3, r], [-r / 3, r / 3], [-r, r / 3]]);
      case "4": return polygon([[-r, -r * 0.6], [-r * 0.6, -r], [0, -r * 0.4], [r * 0.6, -r], [r, -r * 0.6], [r * 0.4, 0], [r, r * 0.6], [r * 0.6, r], [0, r * 0.4], [-r * 0.6, r], [-r, r * 0.6], [-r * 0.4, 0]]);
      case "5": return polygon([[0, -d], [d, r], [-d, r]]);
      case "6": return polygon([[0, d], [d, -r], [-d, -r]]);
      default: return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    }
  },
};
