/** What can be pressed and chosen on a template card; a choice lives here until it is sent. */

import { h, icon } from "./dom.js";
import { menuPopover } from "./overlays.js";
import { safeUrl } from "./mrkdwn.js";
import { opening, unknown } from "./wecom-text.js";

const chosen = new Map();

const path = (host, question) => `${host.as}/${host.task}/${question}`;

/** The questions of a card, each with what is picked until the person says otherwise. */
function questions({ card, options = {} }) {
  const selectors = [card.button_selection, ...(card.select_list ?? [])].filter(Boolean);
  const asked = selectors.map((each) => ({ ...each, key: each.question_key, start: [each.selected_id || each.option_list[0]?.id] }));
  const box = card.checkbox;
  if (box) asked.push({ ...box, key: box.question_key, start: box.option_list.filter((each) => each.is_checked).map((each) => each.id), box: true });
  return asked.map((each) => ({ ...each, start: options[each.key] ?? each.start }));
}

const picked = (question, host) => chosen.get(path(host, question.key)) ?? question.start;

/** What the one grey button of an answered card says; null while it can still be answered. */
function verdict({ card, disabled, replaced }) {
  return card.replace_text || (card.disabled || disabled ? card.replaced || replaced || "" : null);
}

/** Selectors and votes. */
export function choosing(message, host) {
  const asked = questions(message);
  if (!asked.length) return null;
  const over = verdict(message) !== null;
  return h("div", { class: "wc-choosing" }, asked.map((each) => (each.box ? vote(each, over, host) : selector(each, over, host))));
}

function selector(question, over, host) {
  const [now] = picked(question, host);
  const change = (event) => chosen.set(path(host, question.key), [event.target.value]);
  return h("label", { class: "wc-select" }, h("span", { dir: "auto" }, question.title ?? ""),
    h("select", { disabled: over || question.disable, "aria-label": question.title ? null : host.say("wecom.choose"),
      data: { testid: `select-${question.key}`, focus: path(host, question.key) }, on: { change } },
    question.option_list.map((each) => h("option", { value: each.id, selected: each.id === now }, each.text))));
}

function vote(question, over, host) {
  const many = question.mode === 1;
  const change = (event, id) => {
    const others = many ? picked(question, host).filter((each) => each !== id) : [];
    chosen.set(path(host, question.key), event.target.checked ? [...others, id] : others);
  };
  const row = (each) => h("label", { class: "wc-option" },
    h("input", { type: many ? "checkbox" : "radio", name: path(host, question.key), checked: picked(question, host).includes(each.id), disabled: over || question.disable,
      data: { focus: `${path(host, question.key)}/${each.id}` }, on: { change: (event) => change(event, each.id) } }),
    h("span", { dir: "auto" }, each.text));
  return h("div", { class: "wc-vote", role: many ? "group" : "radiogroup", "aria-label": question.title ?? null }, question.option_list.map(row));
}

/** The buttons at the foot of a card; once replaced, one grey one that says what became of it. */
export function pressing(message, host) {
  const { card } = message;
  const over = verdict(message);
  const list = card.button_list ?? (card.submit_button ? [card.submit_button] : []);
  if (over !== null) return h("div", { class: "wc-buttons one" }, h("button", { type: "button", class: "wc-button over", disabled: true }, over));
  if (!list.length) return null;
  return h("div", { class: `wc-buttons ${layout(list)}` }, list.map((each, place) => button(each, place, message, host)));
}

/** Two in a row where the words leave room. */
function layout(list) {
  const width = (text) => [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
  return list.length > 1 && list.every((each) => width(each.text) <= 14) ? "two" : "one";
}

function button(item, place, message, host) {
  const props = { class: `wc-button style-${item.style ?? 1}`, data: { focus: `${path(host, "")}${place}`, key: item.key ?? "" } };
  const words = h("span", { dir: "auto" }, item.text);
  if (![undefined, 0, 1].includes(item.type) || ![undefined, 1, 2, 3, 4].includes(item.style)) return unknown(host.say, `button ${item.type}/${item.style}`);
  if (item.type === 1) return safeUrl(item.url) ? opening(host.open(item.url), props, words) : unknown(host.say, "button url");
  return h("button", { ...props, type: "button", on: { click: (event) => press(event.currentTarget, item, message, host) } }, words);
}

/** Presses, with what is picked; the picks are the server's once they have arrived there. */
async function press(button, item, message, host) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const asked = questions(message);
  const selected = Object.fromEntries(asked.map((each) => [each.key, picked(each, host)]));
  const answer = await host.press(item.key, asked.length ? selected : undefined);
  if (answer?.ok) asked.forEach((each) => chosen.delete(path(host, each.key)));
  button.removeAttribute("aria-busy");
}

/** The three dots in a card's corner. */
export function cornerMenu({ card }, host) {
  const menu = card.action_menu;
  if (!menu) return null;
  const items = (menu.action_list ?? []).map((each) => ({ text: each.text, run: () => host.press(each.key) }));
  return h("button", { type: "button", class: "wc-corner", "aria-haspopup": "menu", "aria-label": host.say("wecom.card.more"),
    on: { click: (event) => menuPopover(event.currentTarget, items, menu.desc) } }, icon("more", 18));
}
