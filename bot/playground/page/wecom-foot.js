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
    field.style.setProperty("height", `${field.scrollHeight}px`);
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
    const close = popover(event.currentTarget, h("div", { role: "menu" }, item.sub_button.map((each) => choice(each, page, () => close()))), "wecom wc-submenu");
    document.querySelector(".wc-submenu :is(a, button)")?.focus();
  };
  return h("button", { type: "button", "aria-haspopup": "menu", data: { focus: `menu-${item.name}` }, on: { click: open } }, icon("list", 14), item.name);
}

/** One thing of the menu: a word to the bot, or a page. */
function choice(item, page, after = null) {
  const role = after ? "menuitem" : null;
  if (item.type === "view") return opening(`/playground/wecom/open?${new URLSearchParams({ as: page.as, url: item.url })}`, { role, on: after ? { click: after } : null }, item.name);
  if (item.type !== "click") return unknown(page.say, item.type);
  return h("button", { type: "button", role, data: { focus: `menu-${item.key}` }, on: { click: () => (after?.(), page.perform("menu", { key: item.key })) } }, item.name);
}
