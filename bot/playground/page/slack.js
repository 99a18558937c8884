/** Slack's part of the page: where one is in it (channel, thread), what is unread there, and what is drawn. */

import { conversation, threadPanel } from "./conversation.js";
import { modals } from "./views.js";
import { sidebar } from "./shell.js";

export const slack = {
  parts: ["people", "places", "chat", "try", "inspect"],
  draw: { sidebar, conversation, thread: threadPanel, modals },
  does: "do",
  asks: (page) => ["view", { as: page.as, channel: page.channel, thread: page.thread, lang: page.lang }],
  isView: (view) => Boolean(view?.sidebar),
  where: (page) => ({ as: page.as, channel: page.channel, thread: page.thread }),
  go, read, moved, looked, readHere, entered,
  waits: (page) => page.view.sidebar.some((each) => each.unread && each.id !== page.channel),
};

/** What isn't named stays, as far as it exists for this person. */
function go(page, to, other) {
  const before = page.channel;
  if (other) Object.assign(page, { channel: "channel" in to ? to.channel : placeOf(page), thread: null });
  if (to.channel && to.channel !== page.channel) Object.assign(page, { channel: to.channel, thread: null });
  if ("thread" in to) page.thread = to.thread;
  if (other || before !== page.channel) page.entering = page.channel;
}

function placeOf(page) {
  const kind = page.view?.sidebar?.find((each) => each.id === page.channel)?.kind ?? "dm";
  if (kind !== "channel") return kind === "dm" ? null : page.channel;
  const members = page.hello.channels.find((each) => each.id === page.channel)?.members ?? [];
  return members.includes(page.as) ? page.channel : null;
}

/** From the address; `known` says that it names a person. */
function read(page, asked, known) {
  page.channel = asked.get("channel") ?? (known ? null : page.channel);
  page.thread = asked.get("thread");
  page.entering = page.channel;
}

/** True when this person has no such place, and we went to a likelier one. */
function moved(page, view) {
  if (view.sidebar.some((each) => each.id === page.channel)) return false;
  page.channel = likeliest(view.sidebar).id;
  Object.assign(page, { thread: null, entering: page.channel });
  return true;
}

/** Where somebody looks first: unread words to them, then an unread channel, then the conversation with the bot. */
function likeliest(places) {
  const dm = places.find((each) => each.kind === "dm") ?? places[0];
  return dm.unread ? dm : places.find((each) => each.mention) ?? places.find((each) => each.unread) ?? dm;
}

/** Remembers where the unread messages began when this place was entered. */
function looked(page) {
  if (page.entering !== page.channel) return;
  page.entering = null;
  const unread = page.view.sidebar.find((each) => each.id === page.channel)?.unread ?? 0;
  const others = page.view.messages.filter((each) => each.user !== page.as);
  page.marks = unread ? { [page.channel]: others.at(-unread)?.ts } : {};
}

/** What stands before the eyes is read. */
function readHere(page) {
  const place = page.view.sidebar.find((each) => each.id === page.channel);
  const seen = `${page.as} ${page.channel} ${page.view.messages.at(-1)?.ts} ${place?.unread}`;
  if (document.hidden || !place?.unread || place.kind === "home" || page.seen === seen) return;
  page.seen = seen;
  page.perform("read", { channel: page.channel }, { quiet: true });
}

/** The app hears of it when somebody comes straight to its Home, by a link. */
function entered(page) {
  const here = page.view?.sidebar?.find((each) => each.id === page.channel);
  if (here?.kind === "home") page.perform("home", {}, { quiet: true });
}
