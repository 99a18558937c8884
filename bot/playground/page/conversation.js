/** The middle of the workspace: a channel, a direct message or Home; and the thread beside it. */

import { drawn, h, icon, keyed } from "./dom.js";
import { avatar, openPlace } from "./shell.js";
import { composer } from "./composer.js";
import { dayKey, dividerDay } from "./times.js";
import { messageRow } from "./message.js";
import { homeView } from "./views.js";

export function conversation(parent, page) {
  const place = page.view.sidebar.find((each) => each.id === page.channel);
  const shell = frame(parent, "talk");
  header(shell.head, place, page);
  if (place.kind === "home") return showHome(shell, page);
  shell.body.className = "messages";
  showMessages(shell.body, page.view.messages, page, null);
  if (page.view.channel?.archived) return drawn(shell.foot, [page.lang, "archived"], () => h("p", { class: "quiet" }, page.say("archived")));
  drawn(shell.foot, [page.channel, page.as, page.lang], () => composer(page, { channel: page.channel, thread: null, place }));
}

/** The three fixed parts (head, body, foot) of a column, made once. */
function frame(parent, looks) {
  if (!parent.shell) {
    const [head, body, foot] = ["head", "body", "foot"].map((part) => h("div", { class: part }));
    parent.shell = { head, body, foot };
    parent.replaceChildren(h("div", { class: `column ${looks}` }, head, body, foot));
  }
  return parent.shell;
}

function header(parent, place, page) {
  const { channel, sidebar } = page.view;
  const inApp = place.kind !== "channel";
  const members = page.hello.channels.find((each) => each.id === place.id)?.members?.length;
  drawn(parent, [place.id, place.kind, channel, page.lang, page.as, sidebar.map((each) => each.id)], () => h("header", { class: "place-head" },
    h("h1", {}, inApp ? [avatar(page.people.bot, "small"), page.people.bot.name] : [icon("hash", 18), place.name.replace(/^#/, "")]),
    inApp ? null : h("p", { class: "topic" }, [members ? page.say("members", { n: members + 1 }) : "", channel?.topic].filter(Boolean).join(" · ")),
    inApp ? appTabs(place, page) : null));
}

function appTabs(place, page) {
  const tab = (kind, key) => {
    const target = page.view.sidebar.find((each) => each.kind === kind);
    return target ? h("button", { type: "button", class: place.kind === kind ? "tab on" : "tab", "aria-current": place.kind === kind ? "page" : null,
      on: { click: () => openPlace(target, page) } }, page.say(key)) : null;
  };
  return h("div", { class: "tabs" }, tab("home", "tab.home"), tab("dm", "tab.messages"));
}

function showHome(shell, page) {
  shell.body.className = "home-body";
  shell.foot.replaceChildren();
  homeView(shell.body, page);
}

/** Rows with dividers between days; keeps to the end when it was at the end. */
function showMessages(parent, messages, page, root) {
  const where = `${page.as}|${root?.ts ?? page.channel}`;
  const fresh = parent.where !== where;
  const atEnd = fresh || parent.scrollHeight - parent.scrollTop - parent.clientHeight < 60;
  const scrolled = parent.scrollTop;
  const list = parent.list ?? (parent.list = h("div", { class: "rows" }));
  if (list.parentNode !== parent) parent.replaceChildren(list);
  keyed(list, rows(messages, page, root));
  parent.where = where;
  parent.scrollTop = atEnd ? parent.scrollHeight : scrolled;
  if (fresh) requestAnimationFrame(() => (parent.scrollTop = parent.scrollHeight));
}

function rows(messages, page, root) {
  const out = [];
  if (!root) out.push(beginning(page, !messages.length));
  let before = null;
  const seen = new Set();
  for (const message of messages) {
    const at = Number(message.ts) * 1000;
    const day = dayKey(at, page.people.tz);
    if (!root && !seen.has(day)) out.push(dayRow(day, at, page));
    seen.add(day);
    const isNew = !root && page.marks[page.channel] === message.ts;
    if (isNew) out.push({ key: "new", sig: page.lang, make: () => h("div", { class: "new-line", role: "separator" }, h("span", {}, page.say("new"))) });
    out.push(messageRow(message, follows(before, message, page), page, root));
    if (root && message.ts === root.ts && messages.length > 1) out.push(repliesLine(messages.length - 1, page));
    before = message;
  }
  return out;
}

function follows(before, message, page) {
  if (!before || before.ephemeral || message.ephemeral || before.reply_count) return false;
  const near = Number(message.ts) - Number(before.ts) < 300 && dayKey(before.ts * 1000, page.people.tz) === dayKey(message.ts * 1000, page.people.tz);
  return near && Boolean(message.user) && before.user === message.user && !message.bot_id && page.marks[page.channel] !== message.ts;
}

function dayRow(day, at, page) {
  const words = dividerDay(at, page.people);
  return { key: `day-${day}`, sig: words, make: () => h("div", { class: "day-line", role: "separator" }, h("span", {}, words)) };
}

function repliesLine(n, page) {
  const words = n === 1 ? page.say("replies.one") : page.say("replies.many", { n });
  return { key: "replies", sig: words, make: () => h("div", { class: "replies-line" }, h("span", {}, words)) };
}

function beginning(page, empty) {
  const dm = page.view.sidebar.find((each) => each.id === page.channel)?.kind === "dm";
  const name = dm ? page.people.bot.name : `#${page.people.channel(page.channel) ?? ""}`;
  return {
    key: "beginning", sig: JSON.stringify([page.lang, page.channel, empty]),
    make: () => h("div", { class: empty ? "beginning alone" : "beginning" },
      dm ? avatar(page.people.bot, "large") : h("span", { class: "big-hash" }, icon("hash", 30)),
      h("h2", {}, page.say(dm ? "empty.dm" : "empty.channel", { name })),
      h("p", {}, page.say("empty.channel.note"))),
  };
}

export function threadPanel(parent, page) {
  const { thread } = page.view;
  parent.hidden = !page.thread;
  if (!page.thread || !thread?.root) return;
  const shell = frame(parent, "side-talk");
  const place = page.view.sidebar.find((each) => each.id === page.channel);
  parent.setAttribute("aria-label", page.say("thread"));
  drawn(shell.head, [page.lang, place.name], () => h("header", { class: "place-head" },
    h("h1", {}, page.say("thread"), h("small", {}, place.kind === "dm" ? page.people.bot.name : `#${place.name.replace(/^#/, "")}`)),
    h("button", { type: "button", class: "quiet-button", "aria-label": page.say("close"), data: { testid: "thread-close" },
      on: { click: () => page.go({ thread: null }) } }, icon("close"))));
  shell.body.className = "messages";
  showMessages(shell.body, [thread.root, ...thread.replies], page, thread.root);
  drawn(shell.foot, [page.channel, page.thread, page.as, page.lang], () => composer(page, { channel: page.channel, thread: page.thread, place }));
}
