"use strict";
// The axes of a figure: from values to pixels and back, and where marks stand. As lib/Charts/Static draws them, so that picture and figure agree.

/** Round numbers at most about `most` in a range: 1, 2 or 5 times a power of ten apart. */
function roundStep(range, most) {
  const rough = range / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find(factor => rough / power <= factor) ?? 10);
}

const sign = text => text.replace("-", "\u2212");

/** Ticks of numbers; where all values are whole, such as numbers of exits, there is no tick between them. */
function linearTicks(low, high, most, whole = false) {
  const step = Math.max(whole && high - low >= 1 ? 1 : 0, roundStep(high - low, most));
  const digits = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++)
    ticks.push([k * step, sign(Math.max(Math.abs(low), Math.abs(high)) >= 1e7 || digits > 6 ? (k * step).toExponential(1) : (k * step).toFixed(digits))]);
  return ticks;
}

/** Powers of ten, with 2 and 5 times them where there are few; places are logarithms. */
function logarithmicTicks(low, high, most) {
  const ticks = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power++)
    for (const digit of high - low > most / 2 ? [1] : [1, 2, 5]) {
      const place = power + Math.log10(digit);
      if (place >= low - 1e-9 && place <= high + 1e-9) ticks.push([place, String(Number((digit * 10 ** power).toPrecision(1)))]);
    }
  return ticks;
}

/** One axis: `places` turns what a trace gives into numbers, `fit` learns what is to be seen, `at` maps a number to a share of the length. */
class FigureAxis {
  constructor(layout = {}) {
    this.layout = layout;
    this.title = plainText(layout.title?.text ?? "");
    this.categories = [];
    [this.low, this.high, this.below, this.above, this.isWhole] = [Infinity, -Infinity, 0, 0, true];
  }

  places(values, count) {
    return Array.from({ length: values?.length ?? count }, (_, k) => {
      const value = values ? values[k] : k;
      if (value === null || typeof value === "number") return value ?? NaN;
      if (!this.categories.includes(value)) this.categories.push(value);
      return this.categories.indexOf(value);
    });
  }

  fit(values, below = 0, above = 0) {
    for (const value of values)
      if (Number.isFinite(value)) [this.low, this.high, this.isWhole] = [Math.min(this.low, value), Math.max(this.high, value), this.isWhole && Number.isInteger(value)];
    [this.below, this.above] = [Math.max(this.below, below), Math.max(this.above, above)];
  }

  get logarithmic() { return this.layout.type === "log"; }

  scaled(value) { return this.logarithmic ? Math.log10(value) : value; }

  /** All there is to see: the layout's range, or what the values need. */
  whole() {
    if (this.layout.range) return [...this.layout.range];
    if (this.categories.length && !this.logarithmic) return [-0.5, this.categories.length - 0.5];
    if (this.low > this.high) return [0, 1];
    const [low, high] = [this.scaled(this.low), this.scaled(this.high)];
    const range = high > low ? high - low : 1;
    const [from, to] = [low - this.below * range, high + this.above * range];
    return from === to ? [from - 0.5, to + 0.5] : [from, to];
  }

  /** Places and labels within a window. */
  ticks([from, to], most) {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const inside = ([place]) => place >= low - 1e-9 && place <= high + 1e-9;
    if (this.layout.tickvals) return this.layout.tickvals.map((value, k) => [this.scaled(value), plainText(this.layout.ticktext?.[k] ?? String(value))]).filter(inside);
    if (this.categories.length) return this.categories.map((name, k) => [k, plainText(name)]).filter(inside);
    return this.logarithmic ? logarithmicTicks(low, high, most) : linearTicks(low, high, most, this.isWhole);
  }

  /** What a value is called: its category, the row of an axis that has names for rows, its mark, or the number as it was given. */
  name(value) {
    const marks = this.layout.tickvals ?? [];
    const row = this.layout.showgrid === false ? marks.findIndex(mark => Math.abs(mark - value) < 0.5) : marks.indexOf(value);
    return plainText(row >= 0 ? this.layout.ticktext?.[row] ?? String(value) : this.categories[value] ?? String(value));
  }
}

/** Texts of figures have line breaks, bold titles and escaped signs of HTML. */
function plainText(text) {
  return String(text).replace(/<br>/g, " ").replace(/<\/?b>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
