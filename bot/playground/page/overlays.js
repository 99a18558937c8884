/** What floats over the page: menus, choosers, the confirm dialog, toasts. */

import { h, icon } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

let closeOpen = () => {};

/** Shows `content` beside `anchor` until a press outside, Escape, or the returned function. */
export function popover(anchor, content, looks = "") {
  closeOpen();
  const box = h("div", { class: `popover ${looks}` }, content);
  document.body.append(box);
  place(box, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  const outside = (event) => box.contains(event.target) || anchor.contains(event.target) || close();
  const keys = (event) => {
    if (event.key === "Escape") event.stopPropagation(), close(), anchor.focus();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault(), step(box, event.key === "ArrowDown" ? 1 : -1);
  };
  const close = () => {
    box.remove();
    anchor.removeAttribute("aria-expanded");
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    closeOpen = () => {};
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  closeOpen = close;
  return close;
}

function place(box, anchor) {
  const { width, height } = box.getBoundingClientRect();
  const below = anchor.bottom + 6 + height < innerHeight || anchor.top < height + 12;
  const top = below ? Math.min(anchor.bottom + 6, innerHeight - height - 8) : anchor.top - height - 6;
  const left = Math.min(Math.max(8, anchor.left), innerWidth - width - 8);
  box.style.setProperty("--top", `${Math.max(8, top)}px`);
  box.style.setProperty("--left", `${left}px`);
}

function step(box, by) {
  const rows = [...box.querySelectorAll("button, input")];
  rows[(rows.indexOf(document.activeElement) + by + rows.length) % rows.length]?.focus();
}

/** A menu of {text, note?, icon?, run}. */
export function menuPopover(anchor, items, title = null) {
  const row = (item) => h("button", { type: "button", role: "menuitem", class: item.danger ? "menu-row danger" : "menu-row",
    data: item.testid ? { testid: item.testid } : {}, on: { click: () => (close(), item.run()) } },
  item.icon ? icon(item.icon) : null, h("span", {}, item.text, item.note ? h("small", {}, item.note) : null));
  const close = popover(anchor, h("div", { role: "menu" }, title ? h("p", { class: "menu-title" }, title) : null, items.map(row)));
  document.querySelector(".popover .menu-row")?.focus();
}

/** A list with ticks; hears the picked values after each tick. */
export function choosePopover(anchor, options, picked, most, heard) {
  const values = new Set(picked);
  const tick = (event, option) => {
    if (event.target.checked && most && values.size >= most) return void (event.target.checked = false);
    event.target.checked ? values.add(option.value) : values.delete(option.value);
    heard([...values]);
  };
  const row = (option) => h("label", { class: "menu-row" },
    h("input", { type: "checkbox", value: option.value, checked: values.has(option.value), on: { change: (event) => tick(event, option) } }),
    h("span", {}, option.text.text));
  popover(anchor, h("div", { role: "listbox", "aria-multiselectable": "true" }, options.map(row)), "choosing");
  document.querySelector(".popover input")?.focus();
}

/** A dialog over everything; `make(close)` gives its inside. Escape closes with `null`. */
export function dialog(make, looks = "small") {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const close = (answer) => {
      veil.remove();
      document.removeEventListener("keydown", keys, true);
      before?.isConnected && before.focus();
      resolve(answer);
    };
    const keys = (event) => event.key === "Escape" && (event.stopPropagation(), close(null));
    const veil = h("div", { class: "veil top", on: { pointerdown: (event) => event.target === veil && close(null) } },
      h("div", { class: `sheet ${looks}`, role: "dialog", "aria-modal": "true" }, make(close)));
    document.addEventListener("keydown", keys, true);
    document.body.append(veil);
    veil.querySelector("textarea, .primary, .danger, button")?.focus();
  });
}

/** Slack's confirm object → true or false. */
export function confirmDialog(confirm, host) {
  const looks = confirm.style === "danger" ? "danger" : "primary";
  return dialog((close) => [
    h("header", {}, h("h2", {}, textNodes(confirm.title, host.people))),
    h("div", { class: "sheet-body" }, h("div", { class: "text" }, textNodes(confirm.text, host.people))),
    h("footer", {},
      h("button", { type: "button", class: "slack-button plain", on: { click: () => close(false) } }, textNodes(confirm.deny, host.people)),
      h("button", { type: "button", class: `slack-button ${looks}`, data: { testid: "confirm-yes" }, on: { click: () => close(true) } }, textNodes(confirm.confirm, host.people))),
  ]).then(Boolean);
}

/** A few words at the edge of the page for some seconds. */
export function toast(words, looks = "bad") {
  const shelf = document.getElementById("toasts");
  const note = h("div", { class: `toast ${looks}`, role: looks === "bad" ? "alert" : "status" }, words);
  shelf.append(note);
  setTimeout(() => note.remove(), looks === "bad" ? 7000 : 3500);
}
