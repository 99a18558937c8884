/** Our renderer of Block Kit. What it doesn't know is a red box that makes tests fail. */

import { element, fieldId } from "./elements.js";
import { h } from "./dom.js";
import { link, nodes, parse, safeUrl, textNodes } from "./mrkdwn.js";
import { emoji } from "./emoji.js";
import { stateValues } from "./typed.js";

/** All blocks; `host` as in elements.js, plus `errors` {block_id: text}. */
export function blocks(list, host) {
  return (list ?? []).map((block) => {
    const draw = DRAW[block.type];
    const node = draw ? draw(block, host) : unknown(block.type, host);
    node.dataset.block = block.block_id ?? "";
    return node;
  });
}

/** The state of every field, for the payload of a press or a submit. */
export function collected(list, host) {
  return stateValues(host.place, list);
}

function unknown(type, host) {
  return h("div", { class: "unknown-block", role: "alert" }, host.say("unknown.block", { type: String(type) }));
}

function drawElement(item, block, host) {
  return element(item, block, host) ?? unknown(item.type, host);
}

const words = (object, host) => textNodes(object, host.people);

function section(block, host) {
  const text = block.text ? h("div", { class: "text" }, words(block.text, host)) : null;
  const fields = block.fields
    ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, words(field, host))))
    : null;
  const accessory = block.accessory
    ? h("div", { class: "accessory" }, block.accessory.type === "image"
      ? picture(block.accessory, "thumb") : drawElement(block.accessory, block, { ...host, input: false }))
    : null;
  return h("div", { class: "block section" }, h("div", { class: "body" }, text, fields), accessory);
}

function picture(image, looks) {
  const src = safeUrl(image.image_url ?? image.slack_file?.url ?? "") ?? localImage(image.image_url);
  return src ? h("img", { class: looks, src, alt: image.alt_text ?? "", loading: "lazy" })
    : h("span", { class: `${looks} no-image` }, image.alt_text ?? "");
}

function localImage(url) {
  return typeof url === "string" && /^(\/[^/]|data:image\/(png|jpeg|gif);base64,)/.test(url) ? url : null;
}

function imageBlock(block, host) {
  const title = block.title ? h("figcaption", {}, words(block.title, host)) : null;
  return h("figure", { class: "block image" }, title, picture(block, "whole"));
}

function context(block, host) {
  return h("div", { class: "block context" }, block.elements.map((item) =>
    item.type === "image" ? picture(item, "tiny") : h("span", { class: "text" }, words(item, host))));
}

function actions(block, host) {
  const items = block.elements.map((item) => drawElement(item, block, { ...host, input: false }));
  return h("div", { class: "block actions" }, items);
}

function input(block, host) {
  const id = fieldId(block, host);
  const error = host.errors?.[block.block_id];
  const field = drawElement(block.element, block, { ...host, input: true });
  const control = field.matches("input,textarea,select,button") ? field : field.querySelector("input") ?? field;
  if (error) control.setAttribute("aria-invalid", "true");
  const label = h("label", { class: "label", id: `${id}-label`, for: id }, words(block.label, host),
    block.optional ? h("span", { class: "optional" }, host.say("field.optional")) : null);
  const note = h("div", { class: "notes", id: `${id}-note` },
    error ? h("p", { class: "field-error", role: "alert" }, error) : null,
    block.hint ? h("p", { class: "hint" }, words(block.hint, host)) : null);
  return h("div", { class: error ? "block input wrong" : "block input" }, label, field, note);
}

function markdown(block, host) {
  const asMrkdwn = block.text
    .replace(/\*\*(.+?)\*\*/g, "\u0001$1\u0001").replace(/(^|\W)\*(?!\s)(.+?)\*/g, "$1_$2_").replaceAll("\u0001", "*")
    .replace(/~~(.+?)~~/g, "~$1~").replace(/^#{1,6} (.+)$/gm, "*$1*").replace(/^[-*] /gm, "• ")
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "<$2|$1>");
  return h("div", { class: "block section" }, h("div", { class: "text" }, nodes(parse(asMrkdwn), host.people)));
}

function table(block, host) {
  const cell = (tag) => (item, place) => {
    const align = block.column_settings?.[place]?.align ?? "left";
    const inside = item.type === "rich_text" ? richParts(item.elements, host) : String(item.text ?? item.value ?? "");
    return h(tag, { class: `align-${align}` }, inside);
  };
  const [head, ...rows] = block.rows;
  return h("div", { class: "block table" }, h("table", {}, h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

function richText(block, host) {
  return h("div", { class: "block rich text" }, richParts(block.elements, host));
}

const richParts = (items, host) => items.map((item) => (RICH[item.type] ?? ((odd) => unknown(odd.type, host)))(item, host));

const RICH = {
  rich_text_section: (item, host) => h("div", {}, richParts(item.elements, host)),
  rich_text_quote: (item, host) => h("blockquote", {}, richParts(item.elements, host)),
  rich_text_preformatted: (item, host) => h("pre", {}, richParts(item.elements, host)),
  rich_text_list: (item, host) => h(item.style === "ordered" ? "ol" : "ul", { class: `indent-${item.indent ?? 0}`, start: item.offset ? item.offset + 1 : null },
    item.elements.map((each) => h("li", {}, richParts(each.elements, host)))),
  text: (item) => styled(item, broken(item.text)),
  link: (item) => styled(item, [link(item.url, item.text ?? item.url)]),
  user: (item, host) => nodes([{ t: "user", id: item.user_id }], host.people)[0],
  channel: (item, host) => nodes([{ t: "channel", id: item.channel_id }], host.people)[0],
  broadcast: (item, host) => nodes([{ t: "special", text: `@${item.range}` }], host.people)[0],
  emoji: (item, host) => nodes([{ t: "emoji", name: item.name, sign: emoji(item.name) ?? `:${item.name}:` }], host.people)[0],
  date: (item, host) => nodes([{ t: "date", ts: item.timestamp, format: item.format, link: item.url, fallback: item.fallback ?? "" }], host.people)[0],
};

function broken(text) {
  return text.split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));
}

function styled(item, children) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).filter(([style]) => item.style?.[style])
    .reduce((inner, [, tag]) => h(tag, {}, inner), h("span", {}, children));
}

const DRAW = {
  section, context, actions, input, markdown, table,
  header: (block, host) => h("h3", { class: "block header" }, words(block.text, host)),
  divider: () => h("hr", { class: "block divider" }),
  image: imageBlock,
  rich_text: richText,
};
