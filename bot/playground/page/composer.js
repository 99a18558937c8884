/** Where a person writes: messages, commands, mentions. */

import { h, icon } from "./dom.js";
import { menuPopover } from "./overlays.js";
import { shortcutName } from "./message.js";

const drafts = new Map();
const WORDS = ["help", "mine", "team", "due", "insights", "admin", "away"];

/** The composer for `spot`: {channel, thread, place}. */
export function composer(page, spot) {
  const key = `compose/${page.as}/${spot.channel}/${spot.thread ?? ""}`;
  const hints = h("div", { class: "hints", role: "listbox", hidden: true });
  const label = labelFor(page, spot);
  const field = h("textarea", {
    rows: 1, placeholder: label, "aria-label": label, value: drafts.get(key) ?? "", title: page.say("compose.hint"),
    data: { testid: spot.thread ? "thread-composer" : "composer", focus: key }, autocomplete: "off", enterkeyhint: "send",
  });
  const sendButton = h("button", { type: "button", class: "send", "aria-label": page.say("compose.send"), title: page.say("compose.hint"),
    data: { testid: spot.thread ? "thread-send" : "send" }, on: { click: () => send() } }, icon("send", 18));
  const fit = () => {
    drafts.set(key, field.value);
    sendButton.classList.toggle("ready", Boolean(field.value.trim()));
    field.style.setProperty("--lines", String(Math.min(8, field.value.split("\n").length)));
    showHints(hints, field, page, spot, fit);
  };
  const send = () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    fit();
    const kind = text.startsWith("/") && !spot.thread ? "command" : "message";
    page.perform(kind, { channel: spot.channel, thread: spot.thread, text: withMentions(text, page) });
  };
  field.addEventListener("input", fit);
  field.addEventListener("blur", () => setTimeout(() => (hints.hidden = true), 150));
  field.addEventListener("keydown", (event) => pressed(event, hints, send));
  fit();
  return h("div", { class: "composer" }, hints, h("div", { class: "writing" }, field,
    h("div", { class: "compose-row" }, spot.thread ? null : shortcutsButton(page), h("span", { class: "compose-note" }, page.say("compose.hint")), sendButton)));
}

function labelFor(page, { thread, place }) {
  if (thread) return page.say("compose.thread");
  if (place.kind === "dm") return page.say("compose.dm", { name: page.people.bot.name });
  return page.say("compose.channel", { name: place.name.replace(/^#/, "") });
}

function shortcutsButton(page) {
  const items = page.hello.shortcuts.filter((each) => each.type === "global").map((each) => ({
    text: shortcutName(each, page), note: page.people.bot.name, icon: "bolt", testid: `shortcut-${each.callback_id}`,
    run: () => page.perform("shortcut", { callback_id: each.callback_id }),
  }));
  return h("button", { type: "button", class: "quiet-button", "aria-label": page.say("compose.shortcuts"), title: page.say("compose.shortcuts"),
    "aria-haspopup": "menu", data: { testid: "shortcuts" }, on: { click: (event) => menuPopover(event.currentTarget, items, page.say("compose.shortcuts")) } },
  icon("bolt"));
}

/** Names become mentions as Slack's own composer makes them; the server does the escaping. */
function withMentions(text, page) {
  const named = [...page.people.all].sort((a, b) => b.name.length - a.name.length);
  return named.reduce((words, each) => words.replaceAll(`@${each.name}`, `<@${each.id}>`), text)
    .replace(/@(yinuo|一诺)(?!\w)/gi, `<@${page.people.bot.id}>`);
}

function showHints(box, field, page, spot, again) {
  const found = hintsFor(field.value, page, spot);
  const pick = (hint) => {
    field.value = hint.fill;
    field.focus();
    again();
  };
  box.replaceChildren(...found.map((hint, place) => h("button", { type: "button", role: "option", class: place ? "hint-row" : "hint-row chosen",
    on: { pointerdown: (event) => (event.preventDefault(), pick(hint)), click: () => pick(hint) } }, h("b", {}, hint.text), h("span", {}, hint.note))));
  box.hidden = !found.length;
}

function hintsFor(text, page, spot) {
  const mention = /(^|\s)@([^\s@]*)$/.exec(text);
  if (mention) return mentionHints(text, mention[2], page);
  if (spot.thread || !/^\/\S*( \w*)?$/.test(text)) return [];
  return page.hello.commands.flatMap(({ name }) => {
    if (name.startsWith(text)) return [{ text: name, note: page.say("hint.form"), fill: `${name} ` }];
    if (!text.startsWith(`${name} `)) return [];
    const typed = text.slice(name.length + 1);
    return WORDS.filter((each) => each.startsWith(typed) && each !== typed)
      .map((each) => ({ text: `${name} ${each}`, note: page.say(`hint.${each}`), fill: `${name} ${each}` }));
  });
}

function mentionHints(text, typed, page) {
  const wanted = typed.toLowerCase();
  return page.people.all.filter((each) => each.name.toLowerCase().includes(wanted)).sort((a, b) => Boolean(b.bot) - Boolean(a.bot)).slice(0, 6)
    .map((each) => ({ text: `@${each.name}`, note: each.title ?? "", fill: `${text.slice(0, text.length - typed.length)}${each.name} ` }));
}

function pressed(event, hints, send) {
  if (event.isComposing) return;
  const rows = hints.hidden ? [] : [...hints.children];
  const at = rows.findIndex((row) => row.classList.contains("chosen"));
  if (rows.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    rows[at].classList.remove("chosen");
    rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length].classList.add("chosen");
  } else if (rows.length && event.key === "Tab") event.preventDefault(), rows[at].click();
  else if (event.key === "Escape") hints.hidden = true;
  else if (event.key === "Enter" && !event.shiftKey) event.preventDefault(), rows.length && mentions(rows) ? rows[at].click() : send();
}

/** Enter completes a name, but sends a command as typed. */
function mentions(rows) {
  return rows[0].textContent.startsWith("@");
}
