/** The playground's page: where we are (person, place, thread), what the server says, and redrawing. */

import { drawn, h, keepingFocus } from "./dom.js";
import { call, listen } from "./server.js";
import { conversation, threadPanel } from "./conversation.js";
import { localeFor } from "./times.js";
import { bottomBar, rail, sidebar, topBar } from "./shell.js";
import { refreshPanel, sidePanel } from "./panel.js";
import { toast } from "./overlays.js";
import { listenForModals, modals } from "./views.js";
import { word } from "./words.js";

const page = {
  hello: null, view: null, as: null, channel: null, thread: null, marks: {},
  lang: firstLanguage(), theme: localStorage.getItem("theme"), panel: firstPanel(),
  platform: null, tab: "try", part: "chat", inspect: null, journal: [], tour: null, subject: null, inspectTab: "requests",
  say: (key, values) => word(page.lang, key, values),
  go, perform, redraw, refresh, setLanguage, setTheme, passTime, startOver, setPanel, keep,
};

/** Open where there is room for it, until the person says otherwise. */
function firstPanel() {
  return (localStorage.getItem("panel") ?? (innerWidth >= 1000 ? "open" : "closed")) === "open";
}

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("lang") ?? navigator.language;
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Names, zone and locale for whoever is looking. */
function people() {
  const all = page.hello.people.map(shown);
  const bot = { ...page.hello.bot, bot: true };
  const slackbot = { id: "USLACKBOT", name: "Slackbot", initials: "S", color: "#5b6472" };
  const byId = new Map([...all, bot, slackbot].map((each) => [each.id, each]));
  const me = byId.get(page.as);
  return {
    me: page.as, self: me, all: [...all, bot], channels: page.hello.channels, bot,
    find: (id) => byId.get(id), name: (id) => byId.get(id)?.name ?? id,
    channel: (id) => page.hello.channels.find((each) => each.id === id)?.name,
    tz: me.tz, locale: localeFor(page.lang, me.locale), now: now(),
  };
}

/** A person as the page shows them: the job in the page's language where it is given in both. */
function shown(person) {
  const name = person.real_name || person.name;
  const [han] = /[\p{Script=Han}（）、]+/u.exec(person.title) ?? [""];
  const latin = person.title.replace(han, "").trim();
  const title = (page.lang === "zh" ? han || latin : latin || han);
  const initials = /^\p{Script=Han}{2}/u.exec(name)?.[0] ?? person.initials;
  return { ...person, name, title, initials, color: `#${person.color.replace("#", "")}` };
}

/** The product's time: the server's at the last look, moved on by the seconds since. */
function now() {
  return page.view ? Date.parse(page.view.clock.now) + (Date.now() - page.seenAt) : Date.now();
}

/** Moves to a person, a place, a thread; what isn't named stays, as far as it exists there. */
function go(to) {
  const before = `${page.as} ${page.channel}`;
  if (to.as && to.as !== page.as) Object.assign(page, { as: to.as, channel: "channel" in to ? to.channel : placeOf(to.as), thread: null });
  if (to.channel && to.channel !== page.channel) Object.assign(page, { channel: to.channel, thread: null });
  if ("thread" in to) page.thread = to.thread;
  page.part = to.part ?? "chat";
  if (before !== `${page.as} ${page.channel}`) page.entering = page.channel;
  writeHash();
  return refresh();
}

function placeOf(person) {
  const kind = page.view?.sidebar.find((each) => each.id === page.channel)?.kind ?? "dm";
  if (kind !== "channel") return kind === "dm" ? null : page.channel;
  const members = page.hello.channels.find((each) => each.id === page.channel)?.members ?? [];
  return members.includes(person) ? page.channel : null;
}

function writeHash() {
  const parts = { as: page.as, channel: page.channel, thread: page.thread };
  const hash = Object.entries(parts).filter(([, value]) => value).map(([key, value]) => `${key}=${value}`).join("&");
  localStorage.setItem("as", page.as);
  if (location.hash !== `#${hash}`) history.replaceState(null, "", `/${location.search}#${hash}`);
}

function readHash() {
  const asked = location.hash.length > 1 ? new URLSearchParams(location.hash.slice(1)) : permalink();
  const known = page.hello.people.some((each) => each.id === asked.get("as"));
  page.as = known ? asked.get("as") : page.as ?? page.hello.people[0].id;
  page.channel = asked.get("channel") ?? (known ? null : page.channel);
  page.thread = asked.get("thread");
  page.entering = page.channel;
}

/** A permalink's place: /archives/C0IT/p1795741300000100?thread_ts=… */
function permalink() {
  const [, channel, digits] = /^\/archives\/(\w+)\/p(\d{10,})/.exec(location.pathname) ?? [];
  const ts = digits && `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const thread = new URLSearchParams(location.search).get("thread_ts") ?? ts;
  return new URLSearchParams(channel ? { as: localStorage.getItem("as") ?? "", channel, thread } : {});
}

let looking = null;
let again = false;

/** Looks at the server once more; looks that come while one is under way become one more look. */
function refresh() {
  if (looking) {
    again = true;
    return looking;
  }
  looking = look().finally(() => {
    looking = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return looking;
}

const where = () => `${page.as}|${page.channel}|${page.thread}`;

async function look() {
  const asked = where();
  const view = await call("view", { as: page.as, channel: page.channel, thread: page.thread, lang: page.lang });
  document.body.classList.toggle("away", !view?.sidebar);
  if (!view?.sidebar) return;
  if (asked !== where()) return void (again = true);
  if (!view.sidebar.some((each) => each.id === page.channel)) {
    page.channel = likeliest(view.sidebar).id;
    Object.assign(page, { thread: null, entering: page.channel });
    writeHash();
    again = true;
    return;
  }
  if (view.rev < (page.view?.rev ?? 0)) page.journal = [];
  Object.assign(page, { view, viewOf: asked, seenAt: Date.now() });
  markNew();
  redraw();
  readHere();
  if (page.panel || page.part !== "chat") refreshPanel(page);
}

/** Where somebody looks first: unread words to them, then an unread channel, then the conversation with the bot. */
function likeliest(places) {
  const dm = places.find((each) => each.kind === "dm") ?? places[0];
  return dm.unread ? dm : places.find((each) => each.mention) ?? places.find((each) => each.unread) ?? dm;
}

/** Remembers where the unread messages began when this place was entered. */
function markNew() {
  if (page.entering !== page.channel) return;
  page.entering = null;
  const unread = page.view.sidebar.find((each) => each.id === page.channel)?.unread ?? 0;
  const others = page.view.messages.filter((each) => each.user !== page.as);
  page.marks = unread ? { [page.channel]: others.at(-unread)?.ts } : {};
}

/** What stands before the eyes is read. */
function readHere() {
  const place = page.view.sidebar.find((each) => each.id === page.channel);
  const seen = `${page.as} ${page.channel} ${page.view.messages.at(-1)?.ts} ${place?.unread}`;
  if (document.hidden || !place?.unread || place.kind === "home" || page.seen === seen) return;
  page.seen = seen;
  perform("read", { channel: page.channel }, { quiet: true });
}

/** Does something as the person; a refusal is told, and returned. */
async function perform(kind, body, { quiet = false } = {}) {
  const answer = (await call("do", { as: page.as, kind, ...body }, "POST")) ?? { ok: false, error: page.say("away") };
  if (!answer.ok && !answer.errors && !quiet) toast(answer.message ?? page.say("failed", { error: answer.error }));
  refresh();
  return answer;
}

async function passTime(by) {
  page.passing = true;
  redraw();
  const answer = await call("clock", { by }, "POST");
  page.passing = false;
  if (!answer?.now) toast(page.say("failed", { error: answer?.error ?? page.say("away") }));
  return refresh();
}

async function startOver() {
  await call("reset", {}, "POST");
  Object.assign(page, { subject: null, thread: null, journal: [], tour: null, inspect: null });
  toast(page.say("reset.done"), "good");
  writeHash();
  return refresh();
}

function setLanguage(lang) {
  page.lang = lang;
  localStorage.setItem("lang", lang);
  page.tour = null;
  redraw();
  refresh();
}

function setTheme(theme) {
  page.theme = theme;
  localStorage.setItem("theme", theme);
  redraw();
}

function setPanel(open, tab = page.tab) {
  Object.assign(page, { panel: open, tab });
  localStorage.setItem("panel", open ? "open" : "closed");
  redraw();
  if (open) refreshPanel(page);
}

function keep(facts) {
  Object.assign(page, facts);
  redraw();
}

function redraw() {
  const root = document.documentElement;
  root.lang = page.lang === "zh" ? "zh-CN" : "en";
  root.dataset.theme = page.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.title = page.say("title");
  document.body.dataset.part = page.part;
  document.body.dataset.panel = page.panel ? "open" : "closed";
  document.body.dataset.thread = page.thread ? "open" : "closed";
  // Between a move and its answer the last view belongs to somebody or somewhere else: wait for the new one.
  if (!page.view || page.viewOf !== where()) return;
  page.people = people();
  document.body.dataset.platform = page.platform;
  const parts = { ...FRAME, ...PLATFORMS[page.platform] };
  keepingFocus(() => Object.entries(parts).forEach(([id, draw]) => draw(document.getElementById(id), page)));
}

/** What is the same for every platform, and what each platform draws into the workspace, by element id. */
const FRAME = { top: topBar, rail, panel: sidePanel, bottom: bottomBar };
const PLATFORMS = { slack: { sidebar, conversation, thread: threadPanel, modals } };

/** The app hears of it when somebody comes straight to its Home, by a link. */
function enteredHome() {
  const here = page.view?.sidebar.find((each) => each.id === page.channel);
  if (here?.kind === "home") perform("home", {}, { quiet: true });
}

async function start() {
  redraw();
  page.hello = await call("hello");
  if (!page.hello) {
    document.body.classList.add("away");
    drawn(document.getElementById("conversation"), "away", () => h("p", { class: "quiet" }, page.say("away")));
    return void setTimeout(start, 1500);
  }
  page.platform = page.hello.platforms.find((name) => PLATFORMS[name]);
  readHash();
  await refresh();
  enteredHome();
  listen(refresh);
  listenForModals(page);
  addEventListener("hashchange", () => (readHash(), refresh().then(enteredHome)));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  setInterval(redraw, 20000);
}

start();
