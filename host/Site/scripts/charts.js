"use strict";
// The explorer's pictures. Each is drawn once for a network and a width; show(k) then moves what depends on the threshold and nothing else.

/** Bars: how many leave at each exit, the right ones below, the wrong ones above. */
function sharesChart(place, network) {
  const { root, width } = picture(place, 300, "Share of samples that leave at each exit");
  const [left, right, top, bottom] = [44, 8, 34, 258];
  const slot = (width - left - right) / network.L;
  const y = share => bottom - share * (bottom - top);
  for (let tick = 0; tick <= 4; tick++)
    root.append(svg("line", { x1: left, x2: width - right, y1: y(tick / 4), y2: y(tick / 4), class: "grid" }),
      text(left - 6, y(tick / 4) + 4, 25 * tick, { "text-anchor": "end", class: "tick" }));
  root.append(text(0, 12, "samples that leave here, %", { class: "axis" }), text(width - right, 295, "exit", { "text-anchor": "end", class: "axis" }));
  const bars = network.costs.map((_, exit) => {
    const [x, middle] = [left + slot * (exit + 0.14), left + slot * (exit + 0.5)];
    const [hit, miss] = ["hit", "miss"].map(kind => svg("rect", { x, width: slot * 0.72, class: kind }));
    const label = text(middle, 0, "", { "text-anchor": "middle", class: "value" });
    root.append(hit, miss, label, text(middle, 276, exit + 1, { "text-anchor": "middle", class: "tick" }));
    return { hit, miss, label };
  });
  return (curve, k) => bars.forEach(({ hit, miss, label }, exit) => {
    const [all, right] = [curve.leaving[k * curve.L + exit] / curve.N, curve.right[k * curve.L + exit] / curve.N];
    set(hit, { y: y(right), height: bottom - y(right) });
    set(miss, { y: y(all), height: y(right) - y(all) });
    set(label, { y: y(all) - 5 });
    label.textContent = (100 * all).toFixed(slot < 44 ? 0 : 1);
  });
}

/** The cost-accuracy curves, raw and calibrated, and the point of each at the threshold or the budget. */
function frontierChart(place, network) {
  const { root, width } = picture(place, 300, "Accuracy over cost, one point for each threshold");
  const [left, right, top, bottom] = [44, 12, 34, 258];
  const curves = [["raw", network.raw.curve], ["calibrated", network.calibrated.curve]];
  const [from, to] = [Math.min(0, network.costs[0]), Math.max(...network.costs)];
  const values = curves.flatMap(([, curve]) => [...curve.accuracy]);
  const margin = 0.08 * (Math.max(...values) - Math.min(...values)) + 0.004;
  const [low, high] = [Math.min(...values) - margin, Math.max(...values) + margin];
  const x = cost => left + (cost - from) / (to - from) * (width - left - right);
  const y = accuracy => bottom - (accuracy - low) / (high - low) * (bottom - top);
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find(size => (high - low) / size <= 6) ?? 0.25;
  for (let tick = Math.ceil(low / step); tick * step <= high; tick++)
    root.append(svg("line", { x1: left, x2: width - right, y1: y(tick * step), y2: y(tick * step), class: "grid" }),
      text(left - 6, y(tick * step) + 4, Math.round(100 * tick * step), { "text-anchor": "end", class: "tick" }));
  const costStep = [0.25, 0.5, 1, 2, 5, 10, 100].find(size => (to - from) / size <= 8) ?? to;
  for (let tick = 0; tick * costStep <= to * 1.001; tick++)
    root.append(text(x(tick * costStep), 276, Math.round(100 * tick * costStep), { "text-anchor": "middle", class: "tick" }));
  root.append(text(0, 12, "accuracy, %", { class: "axis" }), text(width - right, 295, "mean cost, % of the backbone's", { "text-anchor": "end", class: "axis" }));
  const points = {};
  for (const [name, curve] of curves) {
    const line = Array.from(curve.cost, (cost, k) => `${x(cost).toFixed(1)} ${y(curve.accuracy[k]).toFixed(1)}`).join("L");
    points[name] = svg("circle", { r: 6, class: `point ${name}` });
    root.append(svg("path", { d: `M${line}`, class: `curve ${name}` }));
  }
  root.append(points.raw, points.calibrated);
  return (chosen, at) => {
    for (const [name, curve] of curves) {
      set(points[name], { cx: x(curve.cost[at[name]]), cy: y(curve.accuracy[at[name]]), class: `point ${name}${name === chosen ? " chosen" : ""}` });
      if (name === chosen && root.lastChild !== points[name]) root.append(points[name]);
    }
  };
}

/** A reliability diagram for each exit: accuracy over confidence, and what a threshold lets go. */
function reliabilityCharts(place, network, variant) {
  const figures = network.costs.map((_, exit) => {
    const figure = document.createElement("figure");
    const [holder, caption] = [document.createElement("div"), document.createElement("figcaption")];
    caption.textContent = `exit ${exit + 1}: ECE ${variant.ece[exit].toFixed(3)}${variant.temperatures ? `, T = ${variant.temperatures[exit].toFixed(2)}` : ""}`;
    figure.append(holder, caption);
    return { figure, holder };
  });
  place.replaceChildren(...figures.map(({ figure }) => figure));
  return figures.map(({ holder }, exit) => {
    const worst = variant.ece[exit].toFixed(3);
    const { root, width } = picture(holder, 170, `Reliability of exit ${exit + 1}: expected calibration error ${worst}`);
    const [left, top, size, high] = [26, 8, width - 34, 140];
    const x = confidence => left + confidence * size;
    const y = accuracy => top + (1 - accuracy) * high;
    const gone = svg("rect", { y: top, height: high, class: "gone" });
    root.append(gone, svg("line", { x1: x(0), y1: y(0), x2: x(1), y2: y(1), class: "diagonal" }));
    for (const tick of [0, 0.5, 1])
      root.append(text(left - 5, y(tick) + 4, tick, { "text-anchor": "end", class: "tick" }), text(x(tick), top + high + 15, tick, { "text-anchor": "middle", class: "tick" }));
    const most = Math.max(...variant.bins[exit].map(([count]) => count));
    variant.bins[exit].forEach(([count, confidence, accuracy], bin) => {
      if (!count) return;
      root.append(svg("rect", { x: x(bin / Bins) + 0.5, width: size / Bins - 1, y: y(accuracy), height: y(0) - y(accuracy), class: "bin", "fill-opacity": 0.25 + 0.75 * Math.sqrt(count / most) }),
        svg("line", { x1: x(confidence), x2: x(confidence), y1: y(accuracy), y2: y(confidence), class: "gap" }));
    });
    const line = svg("line", { y1: top, y2: top + high, class: "threshold" });
    root.append(svg("rect", { x: x(0), y: top, width: size, height: high, class: "frame" }));
    if (exit < network.L - 1) root.append(line);
    return threshold => {
      if (exit === network.L - 1) threshold = 0; // the last exit takes whoever is left
      set(gone, { x: x(threshold), width: x(1) - x(threshold) });
      set(line, { x1: x(threshold), x2: x(threshold) });
    };
  });
}
