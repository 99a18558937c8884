/** The inspector: requests with their state and events, what is due, and each call between bot and Slack. */

import { drawn, h, icon, keyed } from "./dom.js";
import { call } from "./server.js";
import { clockTime, moment } from "./times.js";

export async function refreshInspector(page) {
  if (page.inspectTab === "calls") {
    const last = page.journal.at(-1)?.id;
    const fresh = (await call("journal", { after: last })) ?? [];
    if (!Array.isArray(fresh)) return;
    const ids = new Set(page.journal.map((each) => each.id));
    page.journal = [...page.journal, ...fresh.filter((each) => !ids.has(each.id))].slice(-200);
    return;
  }
  const answer = await call("inspect", { number: page.subject });
  if (answer?.requests) page.inspect = answer;
}

export function inspector(parent, page) {
  const shell = parent.shell ?? (parent.shell = makeShell(parent));
  const pill = (name) => h("button", { type: "button", class: page.inspectTab === name ? "on" : "", "aria-pressed": String(page.inspectTab === name),
    data: { testid: `inspect-${name}`, focus: `inspect-${name}` }, on: { click: () => (page.keep({ inspectTab: name }), page.refresh()) } }, page.say(`inspect.${name}`));
  drawn(shell.pills, [page.lang, page.inspectTab], () => h("div", { class: "pills" }, ["requests", "due", "calls"].map(pill)));
  shell.body.className = `inspect-${page.inspectTab}`;
  PARTS[page.inspectTab](shell.body, page);
}

function makeShell(parent) {
  const pills = h("div", {});
  const body = h("div", {});
  parent.replaceChildren(pills, body);
  return { pills, body };
}

const PARTS = { requests, due, calls };

const none = (page, key) => [{ key: "none", sig: page.lang + key, make: () => h("p", { class: "quiet" }, page.say(key)) }];

function requests(parent, page) {
  const all = page.inspect?.requests ?? [];
  if (!all.length) return keyed(parent, none(page, `inspect.none.${page.platform}`));
  keyed(parent, all.map((request) => {
    const open = String(page.subject) === String(request.number);
    const detail = open && page.inspect.request ? [page.inspect.request, page.inspect.events] : null;
    return { key: `r-${request.number}`, sig: JSON.stringify([request, open, detail, page.lang, page.as]), make: () => requestRow(request, open, detail, page) };
  }));
}

function requestRow(request, open, detail, page) {
  const toggle = () => {
    page.keep({ subject: open ? null : request.number });
    page.refresh();
  };
  return h("section", { class: open ? "request open" : "request" },
    h("button", { type: "button", class: "request-head", "aria-expanded": String(open), data: { testid: `request-${request.number}`, focus: `request-${request.number}` }, on: { click: toggle } },
      h("span", { class: "number" }, `#${request.number}`), h("span", { class: "request-title" }, request.title),
      h("span", { class: `state state-${String(request.state).split(/\W/)[0].toLowerCase()}` }, request.state)),
    detail ? h("div", { class: "request-detail" }, h("h3", {}, page.say("inspect.events")), timeline(detail[1] ?? [], page),
      h("h3", {}, page.say("inspect.state")), tree(detail[0], 2)) : null);
}

function timeline(events, page) {
  return h("ol", { class: "timeline" }, events.map((event) => h("li", {},
    h("details", {}, h("summary", {}, h("b", {}, event.name), h("span", {}, `${event.by ? `${page.people.name(event.by)} · ` : ""}${moment(event.at, page.people)}`)),
      tree(event.fields ?? {}, 2)))));
}

function due(parent, page) {
  const rows = page.inspect?.due ?? [];
  if (!rows.length) return keyed(parent, none(page, "inspect.due.none"));
  keyed(parent, rows.map((row, place) => ({ key: `d-${place}`, sig: JSON.stringify([row, page.lang, page.as]), make: () => dueRow(row, page) })));
}

function dueRow(row, page) {
  const { at, due_at: dueAt, number, kind, name, ...rest } = row;
  const when = at ?? dueAt;
  return h("details", { class: "due-row" }, h("summary", {}, icon("clock", 15),
    h("b", {}, kind ?? name ?? Object.values(rest).find((value) => typeof value === "string") ?? ""),
    number ? h("span", { class: "number" }, `#${number}`) : null, h("time", {}, when ? moment(when, page.people) : "")), tree(row, 2));
}

function calls(parent, page) {
  if (!page.journal.length) return keyed(parent, none(page, "inspect.calls.none"));
  keyed(parent, [...page.journal].reverse().map((each) => ({
    key: `c-${each.id}`, sig: JSON.stringify([each.id, each.ok, each.ms, page.lang, page.as]), make: () => callRow(each, page),
  })));
}

function callRow(each, page) {
  const toBot = each.way === "out";
  const body = h("div", { class: "call-body" });
  const fill = () => body.childNodes.length || body.append(h("h3", {}, page.say("inspect.sent")), tree(each.request, 1), h("h3", {}, page.say("inspect.answer")), tree(each.response, 1));
  return h("details", { class: each.ok === false ? "call bad" : "call", on: { toggle: fill } },
    h("summary", {}, h("span", { class: `way ${each.way}`, title: page.say(toBot ? "inspect.to" : "inspect.from") }, icon(toBot ? "arrow" : "back", 14)),
      named(each.name, page), h("span", { class: "call-as" }, each.as ? page.people.name(each.as).split(" ")[0] : ""),
      h("span", { class: "call-ms" }, each.ok === false ? page.say("inspect.failed") : `${Math.round(each.ms ?? 0)} ms`),
      h("time", {}, clockTime(each.at, page.people))), body);
}

/** Whose call it is, where there are two platforms: its sign; then its name. */
function named(name, page) {
  const [, wecom, call] = /^(wecom )?(.*)$/s.exec(name);
  const platform = wecom ? "wecom" : "slack";
  const sign = page.hello.platforms.length > 1 ? h("i", { class: `platform-sign ${platform}`, title: page.say(`platform.${platform}`) }) : null;
  return [sign, h("b", {}, call)];
}

/** Any JSON as an unfolding tree; the first `depth` levels are open. */
export function tree(value, depth) {
  if (typeof value === "string" && /^[[{]/.test(value)) value = parsed(value);
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (!entries.length) return h("span", { class: "json-empty" }, Array.isArray(value) ? "[]" : "{}");
  return h("ul", { class: "json" }, entries.map(([key, inner]) => branch(key, inner, depth)));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function branch(key, inner, depth) {
  const name = h("span", { class: "json-key" }, key);
  const nested = typeof inner === "string" && /^[[{]/.test(inner) ? parsed(inner) : inner;
  if (nested === null || typeof nested !== "object" || !Object.keys(nested).length) return h("li", {}, name, tree(nested, 0));
  const size = h("span", { class: "json-size" }, Array.isArray(nested) ? `[${nested.length}]` : `{${Object.keys(nested).length}}`);
  const details = h("details", { open: depth > 0 }, h("summary", {}, name, size));
  const fill = () => details.childNodes.length > 1 || details.append(tree(nested, depth - 1));
  if (depth > 0) fill();
  else details.addEventListener("toggle", fill);
  return h("li", {}, details);
}

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return h("span", { class: `json-${kind}` }, kind === "string" ? value : String(value));
}
