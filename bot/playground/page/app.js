/** The playground's page: where we are (person, place, thread), what the server says, and redrawing. The platforms bring the rest. */

import { drawn, h, keepingFocus } from "./dom.js";
import { call, listen } from "./server.js";
import { bottomBar, rail, topBar } from "./shell.js";
import { counterpart, peopleFor, personsOn, whom } from "./persons.js";
import { listenForModals } from "./views.js";
import { lookElsewhere } from "./elsewhere.js";
import { refreshPanel, sidePanel } from "./panel.js";
import { slack } from "./slack.js";
import { toast } from "./overlays.js";
import { wecom } from "./wecom.js";
import { word } from "./words.js";

const page = {
  hello: null, view: null, as: null, channel: null, thread: null, marks: {},
  lang: firstLanguage(), theme: localStorage.getItem("theme"), panel: firstPanel(),
  platform: null, last: {}, elsewhere: {}, tab: "try", part: "chat", inspect: null, journal: [], tour: null, unfolded: {}, subject: null, inspectTab: "requests",
  say: (key, values) => word(page.lang, key, values),
  go, perform, redraw, refresh, setPlatform, setLanguage, setTheme, passTime, setLeft, startOver, setPanel, keep,
};

/** Open where there is room for it, until the person says otherwise. */
function firstPanel() {
  return (localStorage.getItem("panel") ?? (innerWidth >= 1000 ? "open" : "closed")) === "open";
}

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("lang") ?? navigator.language;
  return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The product's time: the server's at the last look, moved on by the seconds since. */
function now() {
  return page.view ? Date.parse(page.view.clock.now) + (Date.now() - page.seenAt) : Date.now();
}

/** Moves to a person (of either platform), a place, a thread; what isn't named stays, as far as it exists there. */
function go(to) {
  const { platform, id } = to.as ? whom(page.hello, to.as) : { platform: page.platform, id: page.as };
  const other = platform !== page.platform || id !== page.as;
  if (platform !== page.platform) turn(platform);
  page.as = page.last[platform] = id;
  PLATFORMS[platform].go(page, to, other);
  page.part = to.part ?? "chat";
  writeHash();
  return refresh();
}

/** To the other platform, as the same human being where they are on both. */
function setPlatform(platform) {
  if (platform === page.platform) return;
  const first = personsOn(platform, page)[0].id;
  go({ as: counterpart(page.hello, platform, page.as) ?? page.last[platform] ?? first });
}

function turn(platform) {
  Object.assign(page, { platform, view: null, thread: null });
  document.getElementById("modals").replaceChildren();
  document.body.classList.remove("with-modal");
}

const here = () => PLATFORMS[page.platform];

function writeHash() {
  const platform = page.platform === page.hello.platforms[0] ? null : page.platform;
  const parts = Object.entries({ platform, ...here().where(page) }).filter(([, value]) => value);
  const hash = parts.map(([key, value]) => `${key}=${value}`).join("&");
  if (page.platform === "slack") localStorage.setItem("as", page.as);
  if (location.hash !== `#${hash}`) history.replaceState(null, "", `/${location.search}#${hash}`);
}

function readHash() {
  const asked = location.hash.length > 1 ? new URLSearchParams(location.hash.slice(1)) : permalink();
  const named = whom(page.hello, asked.get("as"));
  const platforms = page.hello.platforms.filter((name) => PLATFORMS[name]);
  const wanted = platforms.find((name) => name === asked.get("platform")) ?? (asked.get("as") ? named.platform : page.platform);
  const platform = platforms.includes(wanted) ? wanted : platforms[0];
  if (platform !== page.platform) turn(platform);
  const persons = personsOn(platform, page);
  const known = persons.some((each) => each.id === named.id);
  page.as = known ? named.id : persons.find((each) => each.id === page.as)?.id ?? page.last[platform] ?? persons[0].id;
  page.last[platform] = page.as;
  here().read(page, asked, known);
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

const where = () => JSON.stringify([page.platform, here()?.where(page)]);

async function look() {
  const asked = where();
  const [name, values] = here().asks(page);
  const view = await call(name, values);
  if (asked !== where()) return void (again = true);
  const whole = here().isView(view);
  document.body.classList.toggle("away", !whole);
  if (!whole) return;
  if (here().moved(page, view)) {
    writeHash();
    again = true;
    return;
  }
  if (view.rev < (page.view?.rev ?? 0)) page.journal = [];
  Object.assign(page, { view, viewOf: asked, seenAt: Date.now() });
  here().looked(page);
  redraw();
  here().readHere(page);
  lookElsewhere(page, PLATFORMS);
  if (page.panel || page.part !== "chat") refreshPanel(page);
}

/** Does something as the person; a refusal is told, and returned. */
async function perform(kind, body, { quiet = false } = {}) {
  const answer = (await call(here().does, { as: page.as, kind, ...body }, "POST")) ?? { ok: false, error: page.say("away") };
  const said = answer.error === "account_inactive" ? page.say("left.cannot") : answer.message;
  if (!answer.ok && !answer.errors && !quiet) toast(said ?? page.say("failed", { error: answer.error }));
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

/** Somebody's account is deactivated, or is there again; the bot hears of it as from Slack. */
async function setLeft(person, left) {
  await call("weather", { [left ? "deactivate" : "activate"]: [person] }, "POST");
  return refresh();
}

async function startOver() {
  await call("reset", {}, "POST");
  Object.assign(page, { subject: null, thread: null, journal: [], tour: null, unfolded: {}, inspect: null });
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
  page.people = peopleFor(page, now());
  document.body.dataset.platform = page.platform;
  const parts = { ...FRAME, ...here().draw };
  keepingFocus(() => Object.entries(parts).forEach(([id, draw]) => draw(document.getElementById(id), page)));
}

/** What is the same for every platform, drawn by element id; each platform draws its own beside it. */
const FRAME = { top: topBar, rail, panel: sidePanel, bottom };
const PLATFORMS = { slack, wecom };

function bottom(parent) {
  bottomBar(parent, page, { parts: here().parts, here: here().waits(page) });
}

async function start() {
  redraw();
  page.hello = await call("hello");
  if (!page.hello) {
    document.body.classList.add("away");
    drawn(document.getElementById("conversation"), "away", () => h("p", { class: "quiet" }, page.say("away")));
    return void setTimeout(start, 1500);
  }
  readHash();
  await refresh();
  here().entered(page);
  listen(refresh);
  listenForModals(page);
  addEventListener("hashchange", () => (readHash(), refresh().then(() => here().entered(page))));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  setInterval(redraw, 20000);
}

start();
