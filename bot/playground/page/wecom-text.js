/** WeCom's text messages: words, line breaks, and links; nothing else is markup there. */

import { h } from "./dom.js";
import { safeUrl } from "./mrkdwn.js";

const LINK = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([^<]*)<\/a>|(https?:\/\/[^\s<>"'，。；、！？（）【】《》「」]+)/giu;

/** [{t: "text", text} | {t: "link", url, text}]; an address that may not be opened stays text. */
export function parse(text) {
  const out = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const [whole, double, single, label, bare] = found;
    const url = safeUrl(double ?? single ?? bare ?? "");
    out.push({ t: "text", text: text.slice(from, found.index) });
    out.push(url ? { t: "link", url, text: label || bare || url } : { t: "text", text: whole });
    from = found.index + whole.length;
  }
  out.push({ t: "text", text: text.slice(from) });
  return out.filter((part) => part.text);
}

/** The text as nodes of the page. */
export function words(text, open) {
  return parse(text).map((part) => (part.t === "link" ? opening(open(part.url), {}, part.text) : part.text));
}

/** A link that opens beside the playground. */
export function opening(href, props, ...children) {
  return h("a", { ...props, href, target: "_blank", rel: "noopener" }, ...children);
}

/** What this renderer doesn't know stands out, and fails the tests. */
export function unknown(say, type) {
  return h("div", { class: "wc-unknown", data: { testid: "unknown" } }, say("wecom.unknown", { type: String(type) }));
}
