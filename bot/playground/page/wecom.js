/** WeCom's part of the page: one chat with the app, as a phone shows it. */

import { drawn, h, keyed } from "./dom.js";
import { avatar } from "./shell.js";
import { card } from "./wecom-cards.js";
import { foot } from "./wecom-foot.js";
import { moment, stamp } from "./times.js";
import { unknown, words } from "./wecom-text.js";

export const wecom = {
  parts: ["people", "chat", "try", "inspect"],
  draw: { wecom: phone },
  does: "wecom/do",
  asks: (page) => ["wecom/view", { as: page.as, lang: page.lang }],
  isView: (view) => Array.isArray(view?.messages) && !view.sidebar,
  where: (page) => ({ as: page.as }),
  go: (page, to, other) => other && enter(page),
  read: (page) => enter(page),
  moved: () => false,
  looked, readHere,
  entered: () => {},
  waits: () => false,
};

const TOGETHER = 5 * 60 * 1000; // messages this near to each other stand below one time

function enter(page) {
  page.entering = page.as;
}

/** Remembers where the unread messages began when this person's phone was taken up. */
function looked(page) {
  if (page.entering !== page.as) return;
  page.entering = null;
  const unread = page.view.unread_by_person?.[page.as] ?? 0;
  const theirs = page.view.messages.filter((each) => each.from !== "me");
  page.marks = unread && unread < theirs.length ? { [page.as]: theirs.at(-unread)?.id } : {};
}

/** What stands before the eyes is read. */
function readHere(page) {
  const unread = page.view.unread_by_person?.[page.as];
  const seen = `${page.as} ${page.view.messages.at(-1)?.id} ${unread}`;
  if (document.hidden || !unread || page.seen === seen) return;
  page.seen = seen;
  page.perform("read", {}, { quiet: true });
}

function phone(parent, page) {
  const shell = parent.shell ?? (parent.shell = makeShell(parent));
  const { self, bot } = page.people;
  const whose = page.say("wecom.whose", { name: self.name });
  parent.setAttribute("aria-label", whose);
  drawn(shell.whose, [whose, self.title, page.hello.corp.name], () => h("p", {}, h("strong", {}, whose), h("span", {}, self.title), h("span", {}, page.hello.corp.name)));
  drawn(shell.head, [bot.name, page.hello.corp.name], () => h("header", { class: "wc-head" }, h("h1", {}, bot.name), h("p", {}, page.hello.corp.name)));
  showTalk(shell.talk, page);
  foot(shell.foot, page);
}

function makeShell(parent) {
  const [whose, head, foot] = ["wc-whose", "wc-top", "wc-foot"].map((name) => h("div", { class: name }));
  const talk = h("div", { class: "wc-talk", role: "log", tabindex: "0" });
  parent.replaceChildren(whose, h("div", { class: "wc-phone", data: { testid: "phone" } }, head, talk, foot));
  return { whose, head, talk, foot };
}

/** The messages; keeps to the end when it was at the end. */
function showTalk(parent, page) {
  const fresh = parent.whose !== page.as;
  const atEnd = fresh || parent.scrollHeight - parent.scrollTop - parent.clientHeight < 60;
  const scrolled = parent.scrollTop;
  const list = parent.list ?? (parent.list = h("div", { class: "wc-rows" }));
  if (!list.parentNode) parent.append(list);
  parent.setAttribute("aria-label", page.people.bot.name);
  keyed(list, rows(page));
  parent.whose = page.as;
  parent.scrollTop = atEnd ? parent.scrollHeight : scrolled;
  if (atEnd) requestAnimationFrame(() => (parent.scrollTop = parent.scrollHeight));
}

function rows(page) {
  const { messages } = page.view;
  if (!messages.length) return [beginning(page)];
  const out = [];
  let last = -Infinity;
  for (const message of messages) {
    const at = Date.parse(message.at);
    if (at - last > TOGETHER) out.push(stampRow(message, at, page));
    if (page.marks[page.as] === message.id) out.push({ key: "new", sig: page.lang, make: () => h("p", { class: "wc-new", role: "separator" }, h("span", {}, page.say("wecom.new"))) });
    out.push(messageRow(message, at, page));
    last = at;
  }
  return out;
}

function stampRow(message, at, page) {
  const when = stamp(at, page.people);
  const make = () => h("p", { class: "wc-stamp" }, h("time", { datetime: message.at, title: moment(at, page.people) }, when));
  return { key: `stamp-${message.id}`, sig: when, make };
}

function messageRow(message, at, page) {
  return { key: `m-${page.as}-${message.id}`, sig: JSON.stringify([message, page.lang]), make: () => row(message, at, page) };
}

function row(message, at, page) {
  const mine = message.from === "me";
  const person = mine ? page.people.self : page.people.bot;
  return h("article", { class: mine ? "wc-row me" : "wc-row", data: { testid: `msg-${message.id}`, from: message.from }, title: moment(at, page.people), "aria-label": person.name },
    avatar(person), h("div", { class: "wc-said" }, content(message, page)));
}

function content(message, page) {
  const plain = message.type === "text" && (message.format ?? "text") === "text";
  if (plain) return h("div", { class: "wc-bubble", dir: "auto" }, words(message.text ?? "", opener(page)));
  if (message.type === "card" && message.card) return card(message, hostFor(message, page));
  return unknown(page.say, message.format ?? message.type);
}

/** Every address of the bot opens in a new tab, signed in as the person whose phone this is. */
function opener(page) {
  return (url) => `/playground/wecom/open?${new URLSearchParams({ as: page.as, url })}`;
}

function hostFor(message, page) {
  const task = message.task_id ?? message.card.task_id ?? message.id;
  return {
    task, as: page.as, say: page.say, find: page.people.find, open: opener(page),
    press: (key, selected) => page.perform("press", { task_id: task, key, selected }),
  };
}

function beginning(page) {
  const { name } = page.people.bot;
  return { key: "beginning", sig: JSON.stringify([page.lang, name]), make: () => h("div", { class: "wc-beginning", data: { testid: "empty" } },
    avatar(page.people.bot, "large"), h("h2", {}, page.say("wecom.empty", { name })), h("p", {}, page.say("wecom.empty.note"))) };
}
