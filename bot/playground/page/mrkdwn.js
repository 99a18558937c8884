/** Slack's mrkdwn as a tree (pure, so that node can test it) and the tree as nodes of the page. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./times.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;

/** mrkdwn → [{t: "text"|"br"|"bold"|…, …}]. Marks only bind at word borders, as in Slack. */
export function parse(text) {
  return text.split(/```([\s\S]+?)```/).flatMap((part, place) => {
    if (place % 2) return [{ t: "pre", text: entities(part.replace(/^\n|\n$/g, "")) }];
    return lines(place ? part.replace(/^\n/, "") : part);
  });
}

/** plain_text: line breaks and shortcodes only. */
export function parsePlain(text, withEmoji = true) {
  return text.split("\n").flatMap((line, place) => {
    const parts = withEmoji ? shortcodes(line) : [{ t: "text", text: line }];
    return place ? [{ t: "br" }, ...parts] : parts;
  });
}

function lines(text) {
  const out = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const last = out.at(-1);
    if (quoted && last?.t === "quote") last.kids.push({ t: "br" }, ...inline(quoted[1]));
    else if (quoted) out.push({ t: "quote", kids: inline(quoted[1]) });
    else out.push({ t: "line", kids: inline(line) });
  }
  return out.flatMap((node, place) => {
    if (node.t === "quote") return [node];
    return place && out[place - 1].t === "line" ? [{ t: "br" }, ...node.kids] : node.kids;
  });
}

function inline(text) {
  const out = [];
  let plain = "";
  const flush = () => {
    out.push(...shortcodes(plain, entities));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const found = angle(text, at) || code(text, at) || marked(text, at);
    if (!found) {
      plain += text[at++];
      continue;
    }
    flush();
    out.push(found.node);
    at = found.end;
  }
  flush();
  return out;
}

function angle(text, at) {
  if (text[at] !== "<") return null;
  const end = text.indexOf(">", at);
  return end < 0 ? null : { node: reference(text.slice(at + 1, end)), end: end + 1 };
}

function reference(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : entities(inside.slice(bar + 1));
  if (target[0] === "@") return { t: "user", id: target.slice(1), label };
  if (target[0] === "#") return { t: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target[0] === "!") return { t: "special", text: `@${label || target.slice(1).split("^")[0]}` };
  const url = entities(target);
  return { t: "link", url, text: label ?? url.replace(/^mailto:/, "") };
}

function dateNode(target, label) {
  const [, ts, format, link] = target.split("^");
  return { t: "date", ts: Number(ts), format, link: link ?? null, fallback: label ?? "" };
}

function code(text, at) {
  if (text[at] !== "`") return null;
  const end = text.indexOf("`", at + 1);
  return end <= at + 1 ? null : { node: { t: "code", text: entities(text.slice(at + 1, end)) }, end: end + 1 };
}

function marked(text, at) {
  const kind = MARKS[text[at]];
  if (!kind || (at > 0 && WORD.test(text[at - 1])) || !text[at + 1]?.trim()) return null;
  for (let end = text.indexOf(text[at], at + 1); end > 0; end = text.indexOf(text[at], end + 1)) {
    const closes = end > at + 1 && text[end - 1].trim() && !(text[end + 1] && WORD.test(text[end + 1]));
    if (closes) return { node: { t: kind, kids: inline(text.slice(at + 1, end)) }, end: end + 1 };
  }
  return null;
}

function shortcodes(text, finish = (part) => part) {
  return text.split(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/).reduce((out, part, place, parts) => {
    const sign = place % 2 ? emoji(part) : null;
    if (sign) return [...out, { t: "emoji", name: part, sign }];
    const words = place % 2 ? `:${part}:` : finish(part);
    const last = out.at(-1);
    if (last?.t === "text" && parts) return [...out.slice(0, -1), { t: "text", text: last.text + words }];
    return words ? [...out, { t: "text", text: words }] : out;
  }, []);
}

function entities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (found) => ENTITIES[found]);
}

/** Only addresses that a browser may open safely. */
export function safeUrl(url) {
  const address = String(url ?? "").trim();
  return /^(https?:|mailto:|tel:)/i.test(address) ? address : null;
}

/** A tree as nodes; `people` gives names, tz and locale, and `now` (ms). */
export function nodes(tree, people) {
  return tree.map((node) => DRAW[node.t](node, people));
}

const wrap = (tag) => (node, people) => h(tag, {}, nodes(node.kids, people));
const DRAW = {
  text: (node) => document.createTextNode(node.text),
  br: () => h("br"),
  bold: wrap("strong"),
  italic: wrap("em"),
  strike: wrap("s"),
  quote: wrap("blockquote"),
  code: (node) => h("code", {}, node.text),
  pre: (node) => h("pre", {}, node.text),
  emoji: (node) => h("span", { class: "emoji", role: "img", "aria-label": node.name, title: `:${node.name}:` }, node.sign),
  special: (node) => h("span", { class: "mention loud" }, node.text),
  link: (node) => link(node.url, node.text),
  user: (node, people) => h("span", { class: people.me === node.id ? "mention me" : "mention" }, `@${people.name(node.id)}`),
  channel: (node, people) => h("span", { class: "mention" }, `#${people.channel(node.id) || node.label || node.id}`),
  date: (node, people) => {
    const words = slackDate(node, people) ?? node.fallback;
    const shown = h("time", { datetime: isoOf(node.ts), title: node.fallback }, words);
    return node.link && safeUrl(node.link) ? link(node.link, words) : shown;
  },
};

function isoOf(ts) {
  return Number.isFinite(ts) ? new Date(ts * 1000).toISOString() : "";
}

/** A link that opens beside the page, or bare words when the address isn't safe. */
export function link(url, words) {
  const href = safeUrl(url);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, words) : h("span", {}, words);
}

/** A text object of Slack ({type, text}) as nodes. */
export function textNodes(object, people) {
  if (!object) return [];
  const tree = object.type === "mrkdwn" ? parse(object.text) : parsePlain(object.text, object.emoji !== false);
  return nodes(tree, people);
}
