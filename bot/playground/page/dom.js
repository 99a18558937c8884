/** Making and keyed redrawing of elements. Foreign text only ever becomes a text node. */

const SVG = "http://www.w3.org/2000/svg";

/** An element. `on`: listeners, `data`: data-*, `vars`: CSS custom properties; false and null are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  node.append(...flat(children));
  return node;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") Object.entries(value).forEach(([event, run]) => node.addEventListener(event, run));
  else if (name === "data") Object.entries(value).forEach(([key, text]) => (node.dataset[key] = text));
  else if (name === "vars") Object.entries(value).forEach(([key, text]) => node.style.setProperty(key, text));
  else if (name === "value") node.value = value;
  else if (name === "checked" || name === "disabled" || name === "selected") node[name] = Boolean(value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function flat(children) {
  return children.flat(4).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** Makes `parent` hold exactly `items` ({key, sig, make}); a node whose key and sig are unchanged is kept. */
export function keyed(parent, items) {
  const old = new Map([...parent.childNodes].map((node) => [node.rowKey, node]));
  const wanted = items.map(({ key, sig, make }) => {
    const kept = old.get(key);
    if (kept && kept.rowSig === sig) return kept;
    return Object.assign(make(), { rowKey: key, rowSig: sig });
  });
  const staying = new Set(wanted);
  [...parent.childNodes].forEach((node) => staying.has(node) || node.remove());
  wanted.forEach((node, place) => {
    if (parent.childNodes[place] !== node) parent.insertBefore(node, parent.childNodes[place] || null);
  });
}

/** One node that is rebuilt only when `facts` differ from last time. */
export function drawn(parent, facts, make) {
  keyed(parent, [{ key: "only", sig: JSON.stringify(facts), make }]);
}

/** Runs a redraw and gives the focus and the text selection back to the field that had them. */
export function keepingFocus(redraw) {
  const before = document.activeElement;
  const key = before?.dataset?.focus;
  const range = key && "selectionStart" in before ? readRange(before) : null;
  redraw();
  if (!key || document.activeElement === before) return;
  const after = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  after?.focus({ preventScroll: true });
  if (after && range) after.setSelectionRange(...range);
}

function readRange(field) {
  return field.selectionStart === null ? null : [field.selectionStart, field.selectionEnd];
}

const PATHS = {
  home: "M3 10.5 12 3l9 7.5M5 9v11h5v-6h4v6h5V9",
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  chat: "M4 5h16v11H11l-5 4v-4H4z",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12h5",
  send: "M4 4l17 8-17 8 3-8zM7 12h14",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  reset: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  compass: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.5l-2 5-5 2 2-5z",
  scope: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3 20 20",
  arrow: "M5 12h14M13 6l6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  right: "m9 5 7 7-7 7",
  down: "m5 9 7 7 7-7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  panel: "M4 5h16v14H4zM15 5v14",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.5 6 3.5 9S15 18 12 21c-3-3-3.5-6-3.5-9S9 6 12 3z",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5",
};

/** A line icon of ours, hidden from screen readers (its button carries the name). */
export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "0 0 24 24", width: size, height: size, class: `icon icon-${name}`, "aria-hidden": "true" };
  Object.entries(attributes).forEach(([key, value]) => svg.setAttribute(key, String(value)));
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Our mark: a promise (一) and its tick, in one seal. */
export function mark(size = 28) {
  return h("img", { src: "/static/mark.svg", width: size, height: size, alt: "", class: "mark" });
}
