/** WeCom's pure parts of the page. Run: node --test tests/bot/playground/wecom_page/wecom_page.test.mjs */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const PAGE = new URL("../../../../bot/playground/page/", import.meta.url);
const { parse } = await import(new URL("wecom-text.js", PAGE));
const { counterpart, whom } = await import(new URL("persons.js", PAGE));
const { stamp } = await import(new URL("times.js", PAGE));
const { WORDS, word } = await import(new URL("words.js", PAGE));

const scripts = readdirSync(PAGE).filter((name) => name.endsWith(".js"));
const source = (name) => readFileSync(new URL(name, PAGE), "utf8");
const text = (words) => ({ t: "text", text: words });

test("a link in a text is its label, and a bare address is a link", () => {
  assert.deepEqual(parse('看 <a href="https://x.example/r/1?a=1&b=2">#1</a>，或 https://x.example/mine。'), [
    text("看 "), { t: "link", url: "https://x.example/r/1?a=1&b=2", text: "#1" }, text("，或 "),
    { t: "link", url: "https://x.example/mine", text: "https://x.example/mine" }, text("。"),
  ]);
});

test("other markup, and addresses that may not be opened, stay text", () => {
  assert.deepEqual(parse("<b>a</b> & *c*"), [text("<b>a</b> & *c*")]);
  assert.deepEqual(parse('<a href="javascript:x">a</a>'), [text('<a href="javascript:x">a</a>')]);
});

const hello = {
  platforms: ["slack", "wecom"],
  people: [{ id: "U0LIN", real_name: "林娜 Lin Na" }, { id: "U0ANA", real_name: "Ana Silva" }],
  members: [{ id: "linna", name: "林娜", slack: "U0LIN" }, { id: "ana", name: "Ana Silva" }, { id: "sunli", name: "孙丽", slack: null }],
};

test("an id says which platform it is of", () => {
  assert.deepEqual(whom(hello, "wecom:linna"), { platform: "wecom", id: "linna" });
  assert.deepEqual(whom(hello, "slack:U0ANA"), { platform: "slack", id: "U0ANA" });
  assert.deepEqual(whom({ ...hello, platforms: ["slack"] }, "linna").platform, "slack");
});

test("the same human being is known by the server's word, or else by the name", () => {
  assert.equal(counterpart(hello, "wecom", "U0LIN"), "linna");
  assert.equal(counterpart(hello, "slack", "ana"), "U0ANA");
  assert.equal(counterpart(hello, "slack", "sunli"), undefined);
});

test("a message's time names the day when it isn't today", () => {
  const who = { tz: "Asia/Shanghai", locale: "zh-CN", now: Date.parse("2026-11-25T02:00:00Z") };
  assert.equal(stamp(Date.parse("2026-11-25T01:05:00Z"), who), "09:05");
  assert.equal(stamp(Date.parse("2026-11-24T01:05:00Z"), who), "昨天 09:05");
  assert.match(stamp(Date.parse("2026-11-20T01:05:00Z"), who), /11月20日.*09:05/);
  assert.match(stamp(Date.parse("2026-11-24T01:05:00Z"), { ...who, locale: "en-US" }), /^Yesterday 9:05/);
});

test("every word that the page says is in the list", () => {
  for (const name of scripts)
    for (const [, key] of source(name).matchAll(/say\("([\w.]+)"/g)) assert.ok(WORDS[key], `${name}: ${key}`);
});

test("a Chinese name needs no spaces in a Chinese sentence, a Latin one does", () => {
  assert.equal(word("zh", "wecom.whose", { name: "陈静" }), "陈静的企业微信");
  assert.equal(word("zh", "wecom.whose", { name: "Ben Okoro" }), "Ben Okoro 的企业微信");
});

test("no script of the page writes markup from text", () => {
  for (const name of scripts) assert.doesNotMatch(source(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, name);
});

test("no file of the page reaches outside", () => {
  for (const name of readdirSync(PAGE).filter((each) => each.endsWith(".css"))) assert.doesNotMatch(source(name), /https?:|@import/, name);
  assert.doesNotMatch(source("index.html"), /https?:|<script>|style=/);
});
