/** Home and modals: the two surfaces that are views. */

import { blocks, collected } from "./blocks.js";
import { drawn, h, icon, keyed } from "./dom.js";
import { avatar } from "./shell.js";
import { nodes, parsePlain } from "./mrkdwn.js";
import { adopt, faults, forget, onTyping } from "./typed.js";

const local = new Map();
const sending = new Set();
let shown = [];

export function homeView(parent, page) {
  const view = page.view.home;
  if (view) adopt(`home-${page.as}`, view.state?.values);
  drawn(parent, [page.as, page.lang, view?.hash ?? null, view ? null : "empty"], () => h("div", { class: "home", data: { testid: "home" } },
    view ? blocks(view.blocks, hostFor(view, page, `home-${page.as}`))
      : h("div", { class: "beginning alone" }, avatar(page.people.bot, "large"), h("p", {}, page.say("home.waiting")))));
}

function hostFor(view, page, place) {
  return {
    place, people: page.people, say: page.say, errors: { ...view.errors, ...local.get(view.id) },
    press: (block, item, extra) => page.perform("press", {
      where: { view_id: view.id }, block_id: block.block_id, action_id: item.action_id, state: collected(view.blocks, { place }), ...extra,
    }),
  };
}

/** The stack of this person's modals; only the top one is shown, as in Slack. */
export function modals(parent, page) {
  const stack = page.view.modals ?? [];
  tidy(stack);
  const view = stack.at(-1);
  document.body.classList.toggle("with-modal", Boolean(view));
  if (view) adopt(`view-${view.id}`, view.state?.values);
  keyed(parent, view ? [veil(view, stack.length, page)] : []);
}

/** Forgets what was typed into modals that are gone. */
function tidy(stack) {
  const ids = stack.map((view) => view.id);
  shown.filter((id) => !ids.includes(id)).forEach((id) => {
    forget(`view-${id}`);
    local.delete(id);
  });
  shown = ids;
}

function veil(view, depth, page) {
  const facts = [view.id, view.hash, view.errors, view.problem, local.get(view.id), page.lang, sending.has(view.id), depth];
  return { key: view.id, sig: JSON.stringify(facts), make: () => drawModal(view, depth, page) };
}

function drawModal(view, depth, page) {
  const plain = (object, other) => (object ? nodes(parsePlain(object.text), page.people) : other);
  const busy = sending.has(view.id);
  const host = hostFor(view, page, `view-${view.id}`);
  const before = document.querySelector(`#modals [data-view="${CSS.escape(view.id)}"] .modal-body`)?.scrollTop ?? 0;
  const body = h("div", { class: "modal-body" }, blocks(view.blocks, host));
  const sheet = h("form", { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": `t-${view.id}`, novalidate: true,
    data: { testid: "modal", view: view.id }, on: { submit: (event) => (event.preventDefault(), submit(view, page)) } },
  h("header", {}, depth > 1 ? h("button", { type: "button", class: "quiet-button", "aria-label": page.say("back"), on: { click: () => close(view, page) } }, icon("back")) : avatar(page.people.bot, "small"),
    h("h2", { id: `t-${view.id}` }, plain(view.title, "")),
    h("button", { type: "button", class: "quiet-button", "aria-label": page.say("close"), data: { testid: "modal-close" }, on: { click: () => close(view, page, true) } }, icon("close"))),
  body,
  h("footer", {}, view.problem ? h("p", { class: "field-error", role: "alert" }, view.problem) : null,
    h("button", { type: "button", class: "slack-button plain", on: { click: () => close(view, page) } }, plain(view.close, page.say(view.submit ? "cancel" : "close"))),
    view.submit ? h("button", { type: "submit", class: "slack-button primary", data: { testid: "modal-submit", focus: `submit-${view.id}` }, "aria-busy": busy ? "true" : null }, h("span", {}, plain(view.submit))) : null));
  queueMicrotask(() => settle(sheet, body, before));
  return h("div", { class: "veil" }, sheet);
}

/** Keeps the place on a redraw; the first time puts the cursor into the first field. */
function settle(sheet, body, scrolled) {
  body.scrollTop = scrolled;
  const wrong = body.querySelector("[aria-invalid]");
  if (wrong) wrong.scrollIntoView({ block: "center" });
  if (document.activeElement !== document.body && sheet.contains(document.activeElement)) return;
  const first = wrong ?? body.querySelector("input, textarea, select") ?? sheet.querySelector("footer .primary, footer button");
  first?.focus({ preventScroll: !wrong });
}

async function submit(view, page) {
  if (sending.has(view.id)) return;
  const place = `view-${view.id}`;
  const found = Object.entries(faults(place, view.blocks)).map(([block, key]) => [block, page.say(key)]);
  local.set(view.id, Object.fromEntries(found));
  if (found.length) return page.redraw();
  sending.add(view.id);
  page.redraw();
  const answer = await page.perform("submit", { view_id: view.id, state: collected(view.blocks, { place }) });
  sending.delete(view.id);
  if (answer.errors) local.set(view.id, answer.errors);
  page.refresh();
}

/** Cancel and back close the top one; the cross closes all of them. */
function close(view, page, all = false) {
  return page.perform("close", { view_id: view.id, all });
}

/** Escape closes the top modal; typing takes a field's error away. */
export function listenForModals(page) {
  document.addEventListener("keydown", (event) => {
    const view = page.view?.modals?.at(-1);
    if (event.key === "Escape" && view) close(view, page);
    if (event.key === "Tab" && view) keepInside(event);
  });
  onTyping((place, block) => {
    const id = place.replace(/^view-/, "");
    if (local.get(id)?.[block]) delete local.get(id)[block];
  });
}

function keepInside(event) {
  const inside = [...document.querySelectorAll("#modals :is(button, input, select, textarea, a[href])")].filter((each) => each.offsetParent);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement !== edge || document.querySelector(".popover, .veil.top")) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
}
