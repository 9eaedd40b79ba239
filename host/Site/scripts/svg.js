"use strict";
// What every picture is drawn with: elements of SVG, and a place to draw on.

const svg = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children);
  return element;
};

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
}

const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)}\u00a0%`;

const pictureWidth = place => Math.max(140, Math.floor(place.clientWidth));

/** How wide a text of a picture is, in pixels. */
const textWidth = (() => {
  const pen = document.createElement("canvas").getContext("2d");
  return (content, size = 12) => { pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`; return pen.measureText(content).width; };
})();

/** A picture as wide as its place, in real pixels, so that texts keep their size on a phone. */
function picture(place, height, label) {
  const width = pictureWidth(place);
  const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  place.replaceChildren(root);
  return { root, width };
}

const text = (x, y, content, attributes = {}) => svg("text", { x, y, ...attributes }, content);
