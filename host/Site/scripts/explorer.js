"use strict";
// The exit explorer: a network, a threshold or a budget, and what follows. All numbers are counts of real samples, looked up for each threshold.

const Explorer = (() => {
  const page = Object.fromEntries(["network", "slider", "position", "summary", "shares", "frontier", "reliability", "rows", "drop", "files", "problem", "made"]
    .map(name => [name, document.getElementById(`explorer-${name}`)]));
  const chosen = name => document.querySelector(`input[name="${name}"]:checked`).value;
  const networks = new Map();
  let network, show;

  /** Called by a network's file of data. */
  function receive(name, { samples: N, classes: C, costs, made, raw, calibrated }) {
    const variant = ({ leaving, right, ...rest }) => ({ ...rest, curve: Curve.ofChanges({ leaving, right }, costs, N) });
    networks.set(name, { name, N, C, L: costs.length, costs, made, raw: variant(raw), calibrated: variant(calibrated) });
  }

  function load(name) {
    if (networks.has(name)) return Promise.resolve();
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: `zoo/${name}.js`, onload: done, onerror: () => failed(new Error(`zoo/${name}.js is not there; ./workbook site makes it.`)) });
      document.head.append(script);
    });
  }

  async function choose(name) {
    try {
      await load(name);
    } catch (missing) {
      return report(missing);
    }
    if (page.network.value !== name) return; // another one was chosen meanwhile
    network = networks.get(name);
    page.made.textContent = `${network.N.toLocaleString("en")} samples, ${network.C} classes. ${network.made}`;
    page.rows.replaceChildren(...network.costs.map((cost, exit) => {
      const row = document.createElement("tr");
      for (const content of [exit + 1, percent(cost), "", "", "", ""]) row.append(Object.assign(document.createElement("td"), { textContent: content }));
      return row;
    }));
    ruler();
    draw();
  }

  /** The slider's ends: every threshold, or budgets from the first exit's cost to the last's in thousandths. */
  function ruler() {
    const budgets = chosen("move") === "budget";
    const [min, max] = budgets ? [Math.ceil(1000 * network.costs[0]), Math.ceil(1000 * network.costs.at(-1))] : [0, Thresholds.length - 1];
    Object.assign(page.slider, { min, max, value: budgets ? Math.round((min + max) / 2) : Thresholds.indexOf(0.9) });
  }

  function draw() {
    const name = chosen("confidence");
    const variant = network[name];
    const shares = sharesChart(page.shares, network);
    const frontier = frontierChart(page.frontier, network);
    const diagrams = reliabilityCharts(page.reliability, network, variant);
    const cells = [...page.rows.rows].map(row => [...row.cells]);
    cells.forEach((row, exit) => { row[4].textContent = variant.ece[exit].toFixed(4); row[5].textContent = variant.temperatures?.[exit].toFixed(3) ?? "1"; });
    show = () => {
      const budget = chosen("move") === "budget" ? page.slider.value / 1000 : null;
      const at = Object.fromEntries(["raw", "calibrated"].map(one => [one, budget === null ? Number(page.slider.value) : network[one].curve.within(budget)]));
      const [k, { curve }] = [at[name], variant];
      const threshold = Thresholds[k];
      shares(curve, k);
      frontier(name, at);
      for (const diagram of diagrams) diagram(threshold);
      cells.forEach((row, exit) => {
        const [all, right] = [curve.leaving[k * curve.L + exit], curve.right[k * curve.L + exit]];
        row[2].textContent = percent(all / curve.N, 2);
        row[3].textContent = all ? percent(right / all, 2) : "–";
      });
      const position = budget === null ? `threshold ${threshold}` : `budget ${percent(budget)}, threshold ${threshold}`;
      page.position.textContent = position;
      page.slider.setAttribute("aria-valuetext", position);
      page.summary.replaceChildren("Accuracy ", strong("accuracy", percent(curve.accuracy[k], 2)), " at ", strong("cost", percent(curve.cost[k], 2)),
        ` of the backbone's cost. The last exit alone: ${percent(curve.accuracy.at(-1), 2)} at ${percent(network.costs.at(-1), 2)}.`);
    };
    show();
  }

  function strong(name, content) {
    const element = document.createElement("strong");
    element.dataset.value = name;
    element.textContent = content;
    return element;
  }

  function report(problem) {
    page.problem.textContent = problem?.message ?? "";
  }

  /** One's own outputs; a second file, with "val" in its name, is what temperatures are fitted on. */
  async function open(files) {
    report();
    try {
      const named = [...files].map(file => ({ file, isTeacher: /val/i.test(file.name) }));
      const teachers = named.length > 1 ? named.filter(({ isTeacher }) => isTeacher) : [];
      if (named.length > 2 || named.length === 2 && teachers.length !== 1)
        throw new Error(`${named.map(({ file }) => file.name).join(", ")}: ${named.length} files, expected one, or two of which one has 'val' in its name.`);
      const read = async ({ file }) => readOutputs(await file.arrayBuffer(), file.name);
      const judgedOne = named.find(one => !teachers.includes(one));
      const outputs = await read(judgedOne);
      const teacher = teachers.length ? await read(teachers[0]) : null;
      if (teacher && (teacher.L !== outputs.L || teacher.C !== outputs.C))
        throw new Error(`${teachers[0].file.name}: ${teacher.L} exits and ${teacher.C} classes, expected ${outputs.L} and ${outputs.C} as in ${judgedOne.file.name}.`);
      const name = judgedOne.file.name;
      const made = teacher ? `Your file; temperatures are fitted on ${teachers[0].file.name}.`
        : "Your file; each half of the samples is calibrated by temperatures that the other half taught, and the T shown is the mean of the two.";
      networks.set(name, { ...networkOf(outputs, name, teacher), made });
      if (![...page.network.options].some(option => option.value === name)) page.network.append(new Option(`${name} (yours)`, name));
      page.network.value = name;
      await choose(name);
    } catch (problem) {
      report(problem);
    }
  }

  function start() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if ([...page.network.options].some(option => option.value === wanted)) page.network.value = wanted;
    page.network.addEventListener("change", () => choose(page.network.value));
    page.slider.addEventListener("input", () => show?.());
    for (const input of document.querySelectorAll('input[name="move"]')) input.addEventListener("change", () => { ruler(); show(); });
    for (const input of document.querySelectorAll('input[name="confidence"]')) input.addEventListener("change", draw);
    page.files.addEventListener("change", () => open(page.files.files));
    for (const name of ["dragover", "dragenter"]) addEventListener(name, event => { event.preventDefault(); page.drop.classList.add("over"); });
    addEventListener("dragleave", () => page.drop.classList.remove("over"));
    addEventListener("drop", event => {
      event.preventDefault();
      page.drop.classList.remove("over");
      if (event.dataTransfer.files.length) open(event.dataTransfer.files);
    });
    let width = innerWidth;
    addEventListener("resize", () => { if (network && innerWidth !== width) { width = innerWidth; draw(); } });
    if (page.network.value) choose(page.network.value);
  }

  return { receive, start, shown: () => network?.name };
})();

Explorer.start();
