/** Template cards as WeCom draws them. Fields: https://developer.work.weixin.qq.com/document/path/90236 */

import { h, icon } from "./dom.js";
import { popover } from "./overlays.js";
import { avatar } from "./shell.js";
import { safeUrl } from "./mrkdwn.js";
import { choosing, cornerMenu, pressing } from "./wecom-controls.js";
import { opening, unknown } from "./wecom-text.js";

const ANY = "card_type task_id source main_title disabled replaced"; // the last two: how the playground says that a button was replaced
const COMMON = `${ANY} action_menu card_action quote_area horizontal_content_list jump_list`;
const FIELDS = {
  text_notice: `${COMMON} emphasis_content sub_title_text`,
  news_notice: `${COMMON} card_image image_text_area vertical_content_list`,
  button_interaction: `${COMMON} sub_title_text button_selection button_list replace_text`,
  vote_interaction: `${ANY} checkbox submit_button replace_text`,
  multiple_interaction: `${ANY} select_list submit_button replace_text`,
};

/**
 * A card of a message in `host`: {task, as, say, find(userid), open(url) → href, press(key, selected) → Promise}.
 * The whole card opens its `card_action`; whatever else can be pressed lies above that.
 */
export function card(message, host) {
  const { card: given } = message;
  const known = FIELDS[given.card_type]?.split(" ");
  if (!known) return unknown(host.say, given.card_type);
  const strange = Object.keys(given).filter((key) => !known.includes(key));
  return h("section", { class: `wc-card ${given.card_type}`, "aria-label": nameOf(given) || null, data: { testid: `card-${host.task}`, type: given.card_type } },
    cornerMenu(message, host), source(given.source), heading(given, host), picture(given.card_image), beside(given.image_text_area, host), emphasis(given.emphasis_content),
    quote(given.quote_area, host), paragraph(given, host), stacked(given.vertical_content_list), rows(given.horizontal_content_list, host),
    choosing(message, host), jumps(given.jump_list, host), pressing(message, host), strange.map((key) => unknown(host.say, key)));
}

/** What the card is called: its title, or what stands for one. */
function nameOf(given) {
  return given.main_title?.title || given.sub_title_text;
}

/** A part that may open something: an address (1), nothing (0), or what we don't know. */
function maybeOpening(part, host, props, ...children) {
  const { type = 0, url } = part ?? {};
  if (type === 0) return h("div", props, ...children);
  if (type !== 1 || !safeUrl(url)) return unknown(host.say, `type ${type}`);
  return opening(host.open(url), props, ...children);
}

const COLOURS = ["grey", "black", "red", "green"];

function source(part) {
  if (!part) return null;
  return h("p", { class: `wc-source ${COLOURS[part.desc_color ?? 0]}` }, part.icon_url ? image(part.icon_url, "wc-sign") : null, h("span", { dir: "auto" }, part.desc));
}

function heading(given, host) {
  const { title, desc } = given.main_title ?? {};
  return [title ? h("h3", { class: "wc-title", dir: "auto" }, acted(title, given, host)) : null,
    desc ? h("p", { class: "wc-desc", dir: "auto" }, desc) : null];
}

/** The words that carry the card's link; the link lies over the whole card. */
function acted(text, given, host) {
  const { type = 0, url } = given.card_action ?? {};
  if (type === 0) return text;
  if (type !== 1 || !safeUrl(url)) return [text, unknown(host.say, `card_action ${type}`)];
  return opening(host.open(url), { class: "wc-whole", data: { testid: `open-${host.task}` } }, text);
}

function paragraph(given, host) {
  if (!given.sub_title_text) return null;
  const words = given.main_title?.title ? given.sub_title_text : acted(given.sub_title_text, given, host);
  return h("p", { class: "wc-paragraph", dir: "auto" }, words);
}

/** A picture of this server, or a grey place for one: nothing is fetched from outside. */
function image(url, looks, vars = {}) {
  const near = safeUrl(url) && new URL(url).origin === location.origin;
  return near ? h("img", { class: looks, src: url, alt: "", vars }) : h("span", { class: `${looks} wc-elsewhere`, title: url, vars });
}

function picture(part) {
  return part ? image(part.url, "wc-picture", { "--ratio": String(part.aspect_ratio ?? 1.3) }) : null;
}

function beside(part, host) {
  if (!part) return null;
  return maybeOpening(part, host, { class: "wc-beside" }, image(part.image_url, "wc-thumb"),
    h("span", {}, h("strong", { dir: "auto" }, part.title), h("small", { dir: "auto" }, part.desc)));
}

function emphasis(part) {
  return part ? h("div", { class: "wc-emphasis" }, h("strong", { dir: "auto" }, part.title), h("span", { dir: "auto" }, part.desc)) : null;
}

function quote(part, host) {
  if (!part) return null;
  return maybeOpening(part, host, { class: "wc-quote" }, part.title ? h("strong", { dir: "auto" }, part.title) : null,
    part.quote_text ? h("span", { dir: "auto" }, part.quote_text) : null);
}

function stacked(list) {
  return (list ?? []).map((each) => h("div", { class: "wc-stacked" }, h("strong", { dir: "auto" }, each.title), h("span", { dir: "auto" }, each.desc)));
}

function rows(list, host) {
  if (!list?.length) return null;
  return h("dl", { class: "wc-pairs" }, list.map((each) => h("div", {}, h("dt", { dir: "auto" }, each.keyname), h("dd", { dir: "auto" }, value(each, host)))));
}

function value(row, host) {
  const { type = 0, url, userid } = row;
  if (type === 0) return row.value ?? "";
  if (type === 1 && safeUrl(url)) return opening(host.open(url), { class: "wc-link" }, row.value || url);
  if (type === 3) return member(row, userid, host);
  return unknown(host.say, `type ${type}`);
}

/** Somebody of the corporation: a press shows who that is. */
function member(row, userid, host) {
  const person = host.find(String(userid).toLowerCase());
  if (!person) return row.value || userid;
  const shown = row.value || person.name;
  const about = () => h("div", { class: "wc-about", role: "dialog", "aria-label": host.say("wecom.member", { name: person.name }) },
    avatar(person, "large"), h("div", {}, h("strong", {}, person.name), h("span", {}, person.title)));
  return h("button", { type: "button", class: "wc-link", data: { testid: `member-${person.id}` }, on: { click: (event) => popover(event.currentTarget, about(), "wecom") } }, shown);
}

function jumps(list, host) {
  if (!list?.length) return null;
  return h("div", { class: "wc-jumps" }, list.map((each) => maybeOpening(each, host, { class: "wc-jump" }, h("span", { dir: "auto" }, each.title), each.type ? icon("right", 15) : null)));
}
