/** The panel at the right: "Try it", the list that ticks itself off, and the inspector. */

import { drawn, h, icon } from "./dom.js";
import { avatar } from "./shell.js";
import { call } from "./server.js";
import { inspector, refreshInspector } from "./inspector.js";
import { whom } from "./persons.js";

export function sidePanel(parent, page) {
  parent.setAttribute("aria-label", page.say(page.tab === "try" ? "panel.try" : "panel.inspect"));
  const shell = parent.shell ?? (parent.shell = makeShell(parent));
  const tab = (name, key, sign) => h("button", { type: "button", role: "tab", class: page.tab === name ? "on" : "", "aria-selected": String(page.tab === name),
    data: { testid: `tab-${name}`, focus: `tab-${name}` }, on: { click: () => page.setPanel(true, name) } }, icon(sign, 16), page.say(key));
  drawn(shell.head, [page.lang, page.tab], () => h("div", { class: "panel-tabs", role: "tablist" },
    tab("try", "panel.try", "compass"), tab("inspect", "panel.inspect", "scope"),
    h("button", { type: "button", class: "quiet-button only-wide", "aria-label": page.say("panel.hide"), on: { click: () => page.setPanel(false) } }, icon("right", 16))));
  shell.tour.hidden = page.tab !== "try";
  shell.inspect.hidden = page.tab !== "inspect";
  page.tab === "try" ? tour(shell.tour, page) : inspector(shell.inspect, page);
}

function makeShell(parent) {
  const head = h("div", { class: "panel-head" });
  const tourBox = h("div", { class: "panel-body", role: "tabpanel" });
  const inspectBox = h("div", { class: "panel-body", role: "tabpanel" });
  parent.replaceChildren(head, tourBox, inspectBox);
  return { head, tour: tourBox, inspect: inspectBox };
}

let waiting = null;

/** Looks at what the open tab shows; many looks in a row become one. */
export function refreshPanel(page) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (page.tab === "inspect") await refreshInspector(page);
    else page.tour = listed(await call("tour", { lang: page.lang })) ?? page.tour;
    page.redraw();
  }, 120);
}

/** An answer that is a list; anything else (the bot is away) is none. */
export const listed = (answer) => (Array.isArray(answer) ? answer : null);

function tour(parent, page) {
  drawn(parent, [page.lang, page.platform, page.as, page.tour, page.unfolded], () => {
    if (!page.tour) return h("div", {}); // not looked at yet
    if (!page.tour.length) return h("p", { class: "quiet" }, page.say("tour.empty"));
    const done = page.tour.filter((item) => item.done).length;
    const next = page.tour.find((item) => !item.done);
    return h("div", { class: "tour" }, h("p", { class: "lead" }, page.say("tour.intro")),
      h("div", { class: "progress", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": page.tour.length, "aria-valuenow": done,
        "aria-label": page.say("tour.done", { n: done, all: page.tour.length }), vars: { "--part": String(done / page.tour.length) } }, h("i", {})),
      h("p", { class: "progress-words" }, page.say("tour.done", { n: done, all: page.tour.length })),
      groups(page.tour, next, page),
      next ? null : h("p", { class: "lead all-done" }, page.say("tour.all")));
  });
}

/** Under each heading its steps; only the group one is in is unfolded, until somebody unfolds another. */
function groups(items, next, page) {
  const titles = [...new Set(items.map((item) => item.group ?? ""))];
  return titles.map((title) => {
    const own = items.filter((item) => (item.group ?? "") === title);
    const steps = h("ol", {}, own.map((item) => step(item, items.indexOf(item), item === next, page)));
    if (!title) return steps;
    const shown = page.unfolded[title] ?? own.includes(next);
    const done = own.filter((item) => item.done).length;
    const count = done === own.length ? icon("check", 14) : `${done}/${own.length}`;
    return h("details", { class: "tour-group", open: shown, data: { testid: "tour-group" } },
      h("summary", { on: { click: (event) => { event.preventDefault(); page.unfolded[title] = !shown; page.redraw(); } }, data: { focus: `group-${title}` } },
        icon("right", 12), h("span", {}, title), h("span", { class: "tour-count" }, count)), steps);
  });
}

function step(item, place, next, page) {
  const person = page.people.find(item.as);
  const looks = ["step", item.done && "done", next && "next"].filter(Boolean).join(" ");
  const who = person ? h("span", { class: "step-who" }, avatar(person, "tiny"), person.name) : null;
  return h("li", { class: looks, data: { testid: "tour-item", key: item.key, done: String(Boolean(item.done)) }, "aria-current": next ? "step" : null },
    h("span", { class: "tick", "aria-hidden": "true" }, item.done ? icon("check", 14) : String(place + 1)),
    h("div", { class: "step-words" }, h("p", {}, item.text), next && person ? goButton(person, item, page) : who));
}

function goButton(person, item, page) {
  if (person.id === page.as) return h("span", { class: "step-you" }, avatar(person, "tiny"), page.say("tour.you", { name: person.name }));
  return h("button", { type: "button", class: "go-button", data: { testid: "tour-go" }, on: { click: () => page.go({ as: item.as, channel: item.channel ?? null }) } },
    avatar(person, "tiny"), page.say("tour.as", { name: person.name }), otherPlatform(item, page), icon("arrow", 16));
}

/** Where the step is done, when that is not where we are. */
function otherPlatform(item, page) {
  const { platform } = whom(page.hello, item.as);
  return platform === page.platform ? null : h("span", { class: "go-where" }, page.say(`platform.${platform}`));
}
