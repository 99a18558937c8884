/** The foot of a WeCom chat: where one writes, and the app's menu. */

import { drawn, h, icon } from "./dom.js";
import { popover } from "./overlays.js";
import { opening, unknown } from "./wecom-text.js";

const drafts = new Map();

export function foot(parent, page) {
  const menu = page.view.menu ?? [];
  drawn(parent, [page.as, page.lang, page.people.bot.name, menu], () => h("div", {}, composer(page), menuBar(menu, page)));
}

function composer(page) {
  const label = page.say("wecom.compose", { name: page.people.bot.name });
  const field = h("textarea", {
    rows: 1, placeholder: label, "aria-label": label, title: page.say("compose.hint"), value: drafts.get(page.as) ?? "", dir: "auto",
    data: { testid: "composer", focus: `wecom/${page.as}` }, autocomplete: "off", enterkeyhint: "send",
  });
  const sendButton = h("button", { type: "button", class: "wc-send", data: { testid: "send" }, on: { click: () => send() } }, page.say("compose.send"));
  const fit = () => {
    drafts.set(page.as, field.value);
    sendButton.disabled = !field.value.trim();
    field.style.setProperty("height", "auto");
    const border = field.offsetHeight - field.clientHeight; // what is short of it would scroll
    field.style.setProperty("height", `${field.scrollHeight + border}px`);
  };
  const send = () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    fit();
    page.perform("say", { text });
  };
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  sendButton.disabled = !field.value.trim();
  requestAnimationFrame(() => field.value && fit());
  return h("div", { class: "wc-compose" }, field, sendButton);
}

function menuBar(menu, page) {
  if (!menu.length) return null;
  return h("nav", { class: "wc-menu", "aria-label": page.say("wecom.menu") }, menu.map((item) => entry(item, page)));
}

function entry(item, page) {
  if (!item.sub_button?.length) return choice(item, page);
  const open = (event) => {
    const anchor = event.currentTarget;
    const rows = h("div", { role: "menu", vars: { "--wide": `${anchor.offsetWidth}px` } }, item.sub_button.map((each) => choice(each, page, () => close())));
    const close = popover(anchor, rows, "wecom wc-submenu");
    rows.firstChild.focus();
  };
  return h("button", { type: "button", "aria-haspopup": "menu", data: { focus: `menu-${item.name}` }, on: { click: open } }, icon("list", 14), item.name);
}

/** One thing of the menu: a word to the bot, or a page (of which the bot hears, too). */
function choice(item, page, after = null) {
  const tell = () => (after?.(), page.perform("menu", { key: item.key ?? item.url }));
  const shared = { role: after ? "menuitem" : null, data: { focus: `menu-${item.name}` }, on: { click: tell } };
  if (item.type === "view") return opening(`/playground/wecom/open?${new URLSearchParams({ as: page.as, url: item.url })}`, shared, item.name);
  return item.type === "click" ? h("button", { ...shared, type: "button" }, item.name) : unknown(page.say, item.type);
}
