"use strict";
// What the exits of a network say, as the library's wing of outputs has it: confidence, temperature, who leaves where at every threshold.
// L exits, N samples, C classes; tables of exits and samples are flat, exit by exit.

/** The thresholds of the slider, finer towards 1, where over-confident networks decide. */
const Thresholds = (() => {
  const steps = (from, to, of) => Array.from({ length: to - from }, (_, k) => (from + k) / of);
  return Float64Array.from([...steps(0, 990, 1e3), ...steps(9900, 9990, 1e4), ...steps(99900, 99990, 1e5), ...steps(999900, 1000001, 1e6)]);
})();

const Bins = 15;

/** How many thresholds lie strictly below a value. */
function countBelow(value) {
  let [low, high] = [0, Thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Thresholds[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many samples leave at each exit, and how many of them are right, at every threshold: [T, L] each, and what that costs. */
class Curve {
  constructor(leaving, right, costs, N) {
    Object.assign(this, { leaving, right, costs, N, L: costs.length });
    const T = Thresholds.length;
    [this.cost, this.accuracy] = [new Float64Array(T), new Float64Array(T)];
    for (let k = 0; k < T; k++) {
      let [sum, hits, alone] = [0, 0, -1];
      for (let exit = 0; exit < this.L; exit++) {
        const here = leaving[k * this.L + exit];
        if (here === N) alone = exit;
        sum += here * costs[exit];
        hits += right[k * this.L + exit];
      }
      this.cost[k] = alone >= 0 ? costs[alone] : sum / N;
      this.accuracy[k] = hits / N;
    }
  }

  /** From the counts' changes, threshold by threshold and exit by exit, as the site stores them; who left nowhere else left at the last exit. */
  static ofChanges(changes, costs, N) {
    const [L, T] = [costs.length, Thresholds.length];
    const [leaving, right] = [new Int32Array(T * L), new Int32Array(T * L)];
    for (let exit = 0; exit < L; exit++)
      for (let k = 0, left = 0, hits = 0; k < T; k++) {
        if (exit < L - 1) leaving[k * L + exit] = left += changes.leaving[exit][k];
        right[k * L + exit] = hits += changes.right[exit][k];
      }
    for (let k = 0; k < T; k++) {
      let early = 0;
      for (let exit = 0; exit < L - 1; exit++) early += leaving[k * L + exit];
      leaving[k * L + L - 1] = N - early;
    }
    return new Curve(leaving, right, costs, N);
  }

  /** From confidences and correctness, [L, N] each: a sample leaves at the first exit whose confidence is strictly above the threshold. */
  static of(confidence, correct, costs, N) {
    const [L, T] = [costs.length, Thresholds.length];
    const [leaving, right] = [new Int32Array((T + 1) * L), new Int32Array((T + 1) * L)];
    for (let n = 0; n < N; n++)
      for (let exit = 0, from = 0; exit < L; exit++) {
        const to = exit < L - 1 ? countBelow(confidence[exit * N + n]) : T;
        if (to <= from) continue;
        const hit = correct[exit * N + n];
        leaving[from * L + exit]++;
        leaving[to * L + exit]--;
        right[from * L + exit] += hit;
        right[to * L + exit] -= hit;
        from = to;
      }
    for (let k = L; k < T * L; k++) {
      leaving[k] += leaving[k - L];
      right[k] += right[k - L];
    }
    return new Curve(leaving, right, costs, N);
  }

  /** The last threshold before the cost first exceeds the budget: the papers' rule. */
  within(budget) {
    const limit = budget * (1 + 1e-12);
    let [low, high] = [0, this.cost.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cost[middle] > limit) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  }
}

/** The reliability diagram of one exit, bins of equal width closed on the right: [count, mean confidence, accuracy] each. */
function reliability(confidence, correct, start, N) {
  const sums = Array.from({ length: Bins }, () => [0, 0, 0]);
  for (let k = start; k < start + N; k++) {
    const value = confidence[k];
    let bin = Math.min(Math.max(Math.ceil(value * Bins) - 1, 0), Bins - 1);
    if (bin > 0 && value <= bin / Bins) bin--;
    else if (bin < Bins - 1 && value > (bin + 1) / Bins) bin++;
    sums[bin][0]++;
    sums[bin][1] += value;
    sums[bin][2] += correct[k];
  }
  return sums.map(([count, sum, hits]) => count ? [count, sum / count, hits / count] : [0, 0, 0]);
}

const calibrationError = (diagram, N) => diagram.reduce((sum, [count, confidence, accuracy]) => sum + count * Math.abs(confidence - accuracy), 0) / N;

/** Logits [L, N, C], labels [N] and costs [L] out of a file, checked. */
async function readOutputs(buffer, file) {
  const npz = Npz.open(buffer, file);
  const logits = await npz.array("logits", "<f2", "<f4", "<f8");
  if (logits.shape.length !== 3) throw Npz.error(file, "logits", `shape [${logits.shape.join(", ")}]`, "3 dimensions (exits, samples, classes)");
  const [L, N, C] = logits.shape;
  const labels = await npz.array("labels", "|u1", "<i4", "<i8");
  const costs = await npz.array("costs", "<f2", "<f4", "<f8", "<i4", "<i8");
  const shaped = (key, { shape }, length, what) => {
    if (shape.length !== 1 || shape[0] !== length) throw Npz.error(file, key, `shape [${shape.join(", ")}]`, `[${length}], one for each ${what} of the logits`);
  };
  shaped("labels", labels, N, "sample");
  shaped("costs", costs, L, "exit");
  if (L < 1 || N < 1 || C < 2) throw Npz.error(file, "logits", `shape [${L}, ${N}, ${C}]`, "at least 1 exit, 1 sample and 2 classes");
  costs.values.forEach((cost, exit) => {
    if (!(Number.isFinite(cost) && cost > 0)) throw Npz.error(file, "costs", `costs[${exit}] = ${cost}`, "a finite number above 0");
    if (exit > 0 && cost <= costs.values[exit - 1])
      throw Npz.error(file, "costs", `costs[${exit}] = ${cost}`, `more than costs[${exit - 1}] = ${costs.values[exit - 1]}, since costs are cumulative`);
  });
  labels.values.forEach((label, n) => {
    if (!(label >= 0 && label < C)) throw Npz.error(file, "labels", `labels[${n}] = ${label}`, `0 to ${C - 1}, since the logits have ${C} classes`);
  });
  const values = Float32Array.from(logits.values);
  const at = values.findIndex(value => !Number.isFinite(value));
  if (at >= 0)
    throw Npz.error(file, "logits", `logits[${Math.floor(at / C / N)}, ${Math.floor(at / C) % N}, ${at % C}] = ${logits.values[at]}`, "a finite number");
  return { L, N, C, logits: values, labels: Array.from(labels.values), costs: Array.from(costs.values) };
}

/** The temperature that minimises the negative log-likelihood of one exit on some samples, by Newton's method in 1 / T with halving steps. */
function fitTemperature({ N, C, logits, labels }, exit, samples) {
  const slope = scale => {
    let [slope, fall] = [0, 0];
    for (const n of samples) {
      const row = (exit * N + n) * C;
      let max = -Infinity;
      for (let c = 0; c < C; c++) max = Math.max(max, logits[row + c]);
      let [sum, first, second] = [0, 0, 0];
      for (let c = 0; c < C; c++) {
        const below = logits[row + c] - max;
        const weight = Math.exp(below * scale);
        sum += weight;
        first += weight * below;
        second += weight * below * below;
      }
      const mean = first / sum;
      slope += logits[row + labels[n]] - max - mean;
      fall += second / sum - mean * mean;
    }
    return [slope, fall];
  };
  let [low, high, at] = [-Math.log(100), Math.log(100), 0];
  while (high - low > 1e-12) {
    const [up, fall] = slope(Math.exp(at));
    if (up >= 0) low = at;
    else high = at;
    const next = Math.log(Math.exp(at) + up / fall);
    if (Math.abs(next - at) <= 1e-12) return Math.exp(-next);
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return Math.exp(-at);
}

/** What the explorer shows of outputs, with logits divided by temperature(exit, n). */
function judged({ L, N, C, logits, labels, costs }, temperature) {
  const [confidence, correct] = [new Float64Array(L * N), new Uint8Array(L * N)];
  for (let exit = 0; exit < L; exit++)
    for (let n = 0; n < N; n++) {
      const [row, divisor] = [(exit * N + n) * C, temperature(exit, n)];
      let [max, best] = [-Infinity, 0];
      for (let c = 0; c < C; c++) {
        const scaled = Math.fround(logits[row + c] / divisor);
        if (scaled > max) [max, best] = [scaled, c];
      }
      let sum = 0;
      for (let c = 0; c < C; c++) sum += Math.exp(Math.fround(logits[row + c] / divisor) - max);
      confidence[exit * N + n] = 1 / sum;
      correct[exit * N + n] = best === labels[n] ? 1 : 0;
    }
  const bins = Array.from({ length: L }, (_, exit) => reliability(confidence, correct, exit * N, N));
  return { curve: Curve.of(confidence, correct, costs, N), bins, ece: bins.map(diagram => calibrationError(diagram, N)) };
}

/** A network for the explorer out of outputs. Temperatures are fitted on other samples: those of a second file, or of the other half. */
function networkOf(outputs, name, teacher) {
  const { L, N, C, costs } = outputs;
  const every = (length, step, from) => Array.from({ length: Math.max(0, Math.ceil((length - from) / step)) }, (_, k) => from + k * step);
  const fits = samples => Array.from({ length: L }, (_, exit) => fitTemperature(teacher ?? outputs, exit, samples));
  const halves = teacher || N < 2 ? null : [fits(every(N, 2, 1)), fits(every(N, 2, 0))];
  const whole = halves ? null : fits(every((teacher ?? outputs).N, 1, 0));
  const calibrated = judged(outputs, halves ? (exit, n) => halves[n % 2][exit] : exit => whole[exit]);
  calibrated.temperatures = whole ?? halves[0].map((T, exit) => (T + halves[1][exit]) / 2);
  return { name, N, C, L, costs, raw: judged(outputs, () => 1), calibrated };
}
