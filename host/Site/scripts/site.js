"use strict";
// Every page: buttons that copy code, and the search. Pages can be read without it.

for (const code of document.querySelectorAll("pre.code")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
  button.addEventListener("click", async () => {
    const source = code.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(source);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  code.before(button);
}

const Search = (() => {
  const [field, list] = [document.getElementById("search-field"), document.getElementById("search-results")];
  let sections = [];

  /** Called by search-index.js: [page, title, heading, anchor, text] for each section of each page. */
  function receive(index) {
    sections = index.map(([page, title, heading, anchor, content]) => ({
      page, title, heading, anchor, content, lower: [title, heading, content].map(part => part.toLowerCase()),
    }));
    show();
  }

  /** Sections with every word: in the title counts most, then the heading, then the text. */
  function find(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const worth = section => words.reduce((sum, word) => {
      const places = section.lower.map(part => part.includes(word));
      return places.includes(true) ? sum + (places[0] ? 4 : 0) + (places[1] ? 2 : 0) + (places[2] ? 1 : 0) : -Infinity;
    }, 0);
    return sections.map(section => ({ section, worth: worth(section) })).filter(({ worth }) => worth > 0)
      .sort((one, other) => other.worth - one.worth).slice(0, 8).map(({ section }) => ({ ...section, word: words[0] }));
  }

  function show() {
    const found = find(field.value);
    list.hidden = field.value.trim() === "";
    list.replaceChildren(...found.map(({ page, title, heading, anchor, content, word }) => {
      const link = Object.assign(document.createElement("a"), { href: anchor ? `${page}#${anchor}` : page });
      const at = Math.max(0, content.toLowerCase().indexOf(word) - 40);
      const [name, excerpt] = [document.createElement("strong"), document.createElement("span")];
      name.textContent = heading && heading !== title ? `${title} · ${heading}` : title;
      excerpt.textContent = (at > 0 ? "…" : "") + content.slice(at, at + 130) + (at + 130 < content.length ? "…" : "");
      link.append(name, excerpt);
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    if (found.length === 0) list.append(Object.assign(document.createElement("li"), { textContent: sections.length ? "Nothing found." : "Loading …" }));
  }

  function loadIndex() {
    const script = document.createElement("script");
    script.src = "search-index.js";
    document.head.append(script);
  }

  field.closest("search").hidden = false;
  field.addEventListener("focus", loadIndex, { once: true });
  field.addEventListener("input", show);
  addEventListener("keydown", event => {
    const typing = event.target.closest("input:not([type=range]):not([type=radio]), textarea, select");
    if (event.key === "/" && !typing) { event.preventDefault(); field.focus(); }
    if (event.key === "Escape" && field.value) { field.value = ""; show(); field.focus(); }
    if (event.key === "ArrowDown" && event.target === field) { event.preventDefault(); list.querySelector("a")?.focus(); }
  });
  return { receive };
})();
