/** What stands around the workspace: top bar, people, places, and the bar at the foot of a phone. */

import { dialog, menuPopover } from "./overlays.js";
import { drawn, h, icon, mark } from "./dom.js";
import { clockTime, moment, shortDay } from "./times.js";

const quiet = (name, label, run, extra = {}) =>
  h("button", { type: "button", class: "quiet-button", "aria-label": label, title: label, on: { click: run }, ...extra }, icon(name));

export function topBar(parent, page) {
  const { clock } = page.view;
  const minute = clockTime(page.people.now, page.people);
  const facts = [page.lang, page.theme, page.platform, page.as, page.panel, page.elsewhere, clock.stepping, clock.next_due, minute, Boolean(page.passing)];
  drawn(parent, [...facts, shortDay(page.people.now, page.people)], () =>
    h("div", { class: "top-row" }, brand(page), platformSwitch(page), clockBox(page), tools(page)));
}

function brand(page) {
  return h("div", { class: "brand" }, mark(30),
    h("span", { class: "brand-name" }, "Yinuo ", h("b", { lang: "zh-CN" }, "一诺")),
    h("span", { class: "brand-place" }, page.say("playground")));
}

/** Slack or WeCom, where there is more than one. */
function platformSwitch(page) {
  const { platforms } = page.hello;
  if (platforms.length < 2) return null;
  const waits = (name) => name !== page.platform && page.elsewhere[name];
  const choice = (name) => h("button", {
    type: "button", class: page.platform === name ? "on" : "", "aria-pressed": String(page.platform === name),
    data: { testid: `platform-${name}`, focus: `platform-${name}` }, on: { click: () => page.setPlatform(name) },
  }, h("i", { class: `platform-sign ${name}`, "aria-hidden": "true" }), page.say(`platform.${name}`),
  waits(name) ? h("i", { class: "dot", role: "img", "aria-label": page.say("platform.waits") }) : null);
  return h("div", { class: "platforms", role: "group", "aria-label": page.say("platform.title") }, platforms.map(choice));
}

function clockBox(page) {
  const { clock } = page.view;
  const stepping = clock.stepping || page.passing;
  const next = clock.next_due ? page.say("clock.next", { when: moment(clock.next_due, page.people) }) : page.say("clock.none");
  const by = (key, what, testid) => h("button", {
    type: "button", class: "clock-button", disabled: stepping, data: { testid, focus: testid },
    on: { click: () => page.passTime(what) },
  }, page.say(key));
  return h("div", { class: stepping ? "clock stepping" : "clock", role: "group", "aria-label": page.say("clock.title") },
    h("div", { class: "clock-face", title: clock.offset_seconds > 60 ? page.say("clock.ahead") : null, data: { testid: "clock" } },
      h("strong", {}, clockTime(page.people.now, page.people)),
      h("span", {}, shortDay(page.people.now, page.people))),
    h("div", { class: "clock-next", role: "status" }, stepping ? [h("span", { class: "spinner" }), page.say("clock.stepping")] : next),
    h("div", { class: "clock-buttons" },
      by("clock.hour", "hour", "clock-hour"), by("clock.day", "day", "clock-day"), by("clock.working", "working_day", "clock-working-day")));
}

function tools(page) {
  const dark = document.documentElement.dataset.theme === "dark";
  return h("div", { class: "tools" },
    h("button", { type: "button", class: "quiet-button words", data: { testid: "lang" }, lang: page.lang === "zh" ? "en" : "zh-CN",
      on: { click: () => page.setLanguage(page.lang === "zh" ? "en" : "zh") } }, page.say("lang.switch")),
    quiet(dark ? "sun" : "moon", page.say(dark ? "theme.light" : "theme.dark"), () => page.setTheme(dark ? "light" : "dark"), { data: { testid: "theme" } }),
    quiet("reset", page.say("reset"), () => askReset(page), { data: { testid: "reset" } }),
    quiet("panel", page.say(page.panel ? "panel.hide" : "panel.show"), () => page.setPanel(!page.panel),
      { data: { testid: "panel-toggle" }, "aria-pressed": String(page.panel), class: "quiet-button only-wide" }));
}

async function askReset(page) {
  const sure = await dialog((close) => [
    h("header", {}, h("h2", {}, page.say("reset"))),
    h("div", { class: "sheet-body" }, h("p", {}, page.say("reset.ask"))),
    h("footer", {},
      h("button", { type: "button", class: "slack-button plain", on: { click: () => close(false) } }, page.say("cancel")),
      h("button", { type: "button", class: "slack-button danger", data: { testid: "reset-yes" }, on: { click: () => close(true) } }, page.say("reset"))),
  ]);
  if (sure) page.startOver();
}

/** A coloured square with initials; ours for the bot. */
export function avatar(person, size = "middle") {
  if (!person || person.bot) return h("span", { class: `avatar ${size} bot` }, mark(64));
  const han = /\p{Script=Han}/u.test(person.initials) ? "han" : "";
  return h("span", { class: `avatar ${size} ${han}`, vars: { "--person": person.color }, "aria-hidden": "true" }, person.initials);
}

const shortName = (person) => person.name.split(" ")[0];

export function rail(parent, page) {
  const unread = page.view.unread_by_person ?? {};
  parent.setAttribute("aria-label", page.say("people"));
  const scrolled = parent.scrollTop;
  drawn(parent, [page.lang, page.platform, page.as, unread, page.view.left], () =>
    h("div", { class: "rail-list" }, h("p", { class: "rail-title" }, page.say("you.are")),
      page.people.all.filter((person) => !person.bot).map((person) => railPerson(person, unread[person.id] ?? 0, page))));
  parent.scrollTop = scrolled;
}

function railPerson(person, unread, page) {
  const me = person.id === page.as;
  const gone = (page.view.left ?? []).includes(person.id);
  const job = gone ? page.say("left") : person.guest && !/guest|访客/i.test(person.title) ? `${person.title} · ${page.say("guest")}` : person.title;
  const label = [person.name, job, unread ? page.say("unread", { n: unread }) : ""].filter(Boolean).join(", ");
  return h("button", {
    type: "button", class: ["person", me && "me", gone && "has-left"].filter(Boolean).join(" "), title: [person.name, job, person.tz].filter(Boolean).join("\n"), "aria-label": label,
    "aria-current": me ? "true" : null, data: { testid: `person-${person.id}`, focus: `person-${person.id}` },
    on: { click: () => page.go({ as: person.id, part: page.part === "people" ? "chat" : page.part }) },
  }, h("span", { class: "person-face" }, avatar(person), unread && !me ? h("span", { class: "badge" }, unread > 99 ? "99+" : String(unread)) : null),
  h("span", { class: "person-words" }, h("span", { class: "person-name" }, h("span", { class: "short" }, shortName(person)), h("span", { class: "long" }, person.name)),
    h("span", { class: "person-job" }, job)));
}

export function sidebar(parent, page) {
  const places = page.view.sidebar;
  parent.setAttribute("aria-label", page.hello.team.name);
  drawn(parent, [page.lang, page.as, page.channel, places, page.view.left], () => {
    const group = (kind, title) => {
      const rows = places.filter((each) => each.kind === kind);
      return rows.length ? h("section", {}, title ? h("h2", {}, title) : null, rows.map((each) => placeRow(each, page))) : null;
    };
    return h("div", { class: "side" }, h("header", { class: "side-head" }, h("strong", {}, page.hello.team.name),
      h("span", {}, `${page.people.self.name} · ${page.people.self.title}`), aboutSelf(page)),
    group("home", null), group("channel", page.say("side.channels")), group("dm", page.say("side.messages")));
  });
}

/** A menu for the person one is: they leave the company, or are there again. */
function aboutSelf(page) {
  const { id, name } = page.people.self;
  const left = (page.view.left ?? []).includes(id);
  const key = left ? "left.back" : "left.leave";
  const item = { text: page.say(key, { name }), note: page.say(`${key}.note`), icon: "people", danger: !left, run: () => page.setLeft(id, !left) };
  return quiet("more", page.say("left.menu", { name }), (event) => menuPopover(event.currentTarget, [item]), { data: { testid: "about-self" } });
}

function placeRow(place, page) {
  const here = place.id === page.channel;
  const name = place.kind === "home" ? page.say("side.home") : place.name.replace(/^#/, "");
  const face = place.kind === "dm" ? avatar(page.people.bot, "tiny") : icon(place.kind === "home" ? "home" : "hash", 16);
  const count = place.mention || (place.kind === "dm" ? place.unread : 0) || place.unread;
  return h("button", {
    type: "button", class: ["place", here && "here", place.unread && "unread"].filter(Boolean).join(" "),
    "aria-current": here ? "page" : null, data: { testid: `nav-${place.id}`, kind: place.kind, focus: `nav-${place.id}` },
    on: { click: () => openPlace(place, page) },
  }, face, h("span", { class: "place-name" }, name),
  count ? h("span", { class: "badge", "aria-label": page.say("unread", { n: count }) }, String(count)) : null);
}

/** Goes to a place; the app hears of it when it is its Home. */
export function openPlace(place, page) {
  page.go({ channel: place.id, thread: null });
  if (place.kind === "home") page.perform("home", {}, { quiet: true });
}

const SIGNS = {
  people: ["people", "people"], places: ["list", "nav.places"], chat: ["chat", "nav.chat"], try: ["compass", "panel.try"], inspect: ["scope", "panel.inspect"],
};

/** On a phone: one of the platform's parts at a time; `here` says that something waits in another place. */
export function bottomBar(parent, page, { parts, here }) {
  const waiting = Object.entries(page.view.unread_by_person ?? {}).some(([id, n]) => n && id !== page.as);
  const marks = { people: waiting, places: here };
  parent.setAttribute("aria-label", page.say("nav.label"));
  const part = (name) => h("button", {
    type: "button", class: page.part === name ? "on" : "", "aria-current": page.part === name ? "true" : null,
    data: { testid: `part-${name}`, focus: `part-${name}` }, on: { click: () => openPart(name, page) },
  }, icon(SIGNS[name][0], 20), h("span", {}, page.say(SIGNS[name][1])), marks[name] ? h("i", { class: "dot" }) : null);
  drawn(parent, [page.lang, page.part, parts, marks], () => h("div", { class: "bottom-row" }, parts.map(part)));
}

function openPart(name, page) {
  const panel = name === "try" || name === "inspect";
  page.keep({ part: name, tab: panel ? name : page.tab });
  if (panel) page.refresh();
}

