/** The page's pure parts: mrkdwn, dates, words, what was typed. Run: node --test tests/bot/playground/page.test.mjs */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const PAGE = new URL("../../../bot/playground/page/", import.meta.url);
const { parse, parsePlain, safeUrl } = await import(new URL("mrkdwn.js", PAGE));
const { slackDate, clockTime, localeFor } = await import(new URL("times.js", PAGE));
const { faults, stateValues, type } = await import(new URL("typed.js", PAGE));
const { WORDS, word } = await import(new URL("words.js", PAGE));
const { emoji } = await import(new URL("emoji.js", PAGE));

const text = (words) => ({ t: "text", text: words });
const viewer = { tz: "Asia/Shanghai", locale: "en-US", now: Date.parse("2026-11-27T02:00:00Z") };

test("bold, italic and strike nest", () => {
  assert.deepEqual(parse("a *b _c_* ~d~"), [
    text("a "), { t: "bold", kids: [text("b "), { t: "italic", kids: [text("c")] }] }, text(" "), { t: "strike", kids: [text("d")] },
  ]);
});

test("marks inside a word, or beside a Chinese letter, stay as typed", () => {
  assert.deepEqual(parse("snake_case_name 2*3*4"), [text("snake_case_name 2*3*4")]);
  assert.deepEqual(parse("需求*重要*吗"), [text("需求*重要*吗")]);
  assert.equal(parse("*需求*：电脑")[0].t, "bold");
});

test("a lone mark is a mark", () => {
  assert.deepEqual(parse("* not bold *"), [text("* not bold *")]);
  assert.deepEqual(parse("5 * 3"), [text("5 * 3")]);
});

test("code keeps its marks", () => {
  assert.deepEqual(parse("`*a* &lt;b&gt;`"), [{ t: "code", text: "*a* <b>" }]);
  assert.deepEqual(parse("x ```\n*a*\n:tada:```")[1], { t: "pre", text: "*a*\n:tada:" });
});

test("lines that begin with > become one quote", () => {
  const tree = parse("said\n&gt; one\n> two\nend");
  assert.deepEqual(tree.map((node) => node.t), ["text", "quote", "text"]);
  assert.deepEqual(tree[1].kids, [text("one"), { t: "br" }, text("two")]);
});

test("entities are decoded once", () => {
  assert.deepEqual(parse("a &amp;lt; b &amp; c"), [text("a &lt; b & c")]);
});

test("markup stays text", () => {
  assert.deepEqual(parse("&lt;img src=x onerror=alert(1)&gt;"), [text("<img src=x onerror=alert(1)>")]);
});

test("mentions, channels, links and mail", () => {
  assert.deepEqual(parse("<@U0ANA> <#C0IT|it-help>"), [
    { t: "user", id: "U0ANA", label: null }, text(" "), { t: "channel", id: "C0IT", label: "it-help" },
  ]);
  assert.deepEqual(parse("<https://x.example/?a=1&amp;b=2|Open &amp; see>"), [{ t: "link", url: "https://x.example/?a=1&b=2", text: "Open & see" }]);
  assert.equal(parse("<mailto:a@x.example>")[0].text, "a@x.example");
  assert.deepEqual(parse("<!here>"), [{ t: "special", text: "@here" }]);
});

test("only safe addresses may be opened", () => {
  assert.equal(safeUrl("javascript:alert(1)"), null);
  assert.equal(safeUrl("data:text/html,x"), null);
  assert.equal(safeUrl(" https://x.example "), "https://x.example");
});

test("known shortcodes become signs and unknown ones stay", () => {
  assert.deepEqual(parse(":ticket: :nope:"), [{ t: "emoji", name: "ticket", sign: "🎫" }, text(" :nope:")]);
  assert.deepEqual(parse("at 10:30:00"), [text("at 10:30:00")]);
  assert.equal(emoji("+1"), "👍");
});

test("plain text has no marks but keeps its lines", () => {
  assert.deepEqual(parsePlain("*a*\n:eyes:"), [text("*a*"), { t: "br" }, { t: "emoji", name: "eyes", sign: "👀" }]);
  assert.deepEqual(parsePlain(":eyes:", false), [text(":eyes:")]);
});

test("a date is shown in the viewer's zone and locale", () => {
  const node = parse("<!date^1795741200^{date_short} at {time}|fallback>")[0];
  assert.equal(node.fallback, "fallback");
  assert.equal(slackDate(node, viewer).replace(/\u202f/g, " "), "Nov 27, 2026 at 9:00 AM");
  assert.equal(slackDate(node, { ...viewer, tz: "Europe/Berlin", locale: "zh-CN" }), "2026年11月27日 at 02:00");
});

test("pretty dates near today have a name", () => {
  assert.equal(slackDate({ ts: 1795741200, format: "{date_pretty}" }, viewer), "Today");
  assert.equal(slackDate({ ts: 1795741200 + 86400, format: "{date_short_pretty}" }, { ...viewer, locale: "zh-CN" }), "明天");
  assert.equal(slackDate({ ts: 1795741200 - 2 * 3600, format: "{ago}" }, viewer), "3 hours ago");
});

test("a broken date falls back", () => {
  assert.equal(slackDate({ ts: NaN, format: "{date}" }, viewer), null);
});

test("the page's language decides the locale, the person's own refines it", () => {
  assert.equal(localeFor("en", "en-GB"), "en-GB");
  assert.equal(localeFor("zh", "en-GB"), "zh-CN");
  assert.equal(clockTime(viewer.now, { ...viewer, locale: "zh-CN" }), "10:00");
});

const blocks = [
  { type: "input", block_id: "what", element: { type: "plain_text_input", action_id: "t", initial_value: "as before" } },
  { type: "input", block_id: "day", element: { type: "datepicker", action_id: "d" } },
  { type: "input", block_id: "word", optional: true, element: { type: "plain_text_input", action_id: "w", max_length: 3 } },
  { type: "actions", block_id: "acts", elements: [{ type: "button", action_id: "b" }, { type: "static_select", action_id: "s" }] },
];

test("state has every field in Slack's shape, and no buttons", () => {
  assert.deepEqual(stateValues("fresh", blocks), {
    what: { t: { type: "plain_text_input", value: "as before" } },
    day: { d: { type: "datepicker", selected_date: null } },
    word: { w: { type: "plain_text_input", value: null } },
    acts: { s: { type: "static_select", selected_option: null } },
  });
});

test("what was typed wins over the initial value", () => {
  type("typing", blocks[0], blocks[0].element, { value: "new" });
  assert.equal(stateValues("typing", blocks).what.t.value, "new");
});

test("only required fields and bounds are refused", () => {
  type("bounds", blocks[2], blocks[2].element, { value: "long" });
  assert.deepEqual(faults("bounds", blocks), { day: "field.required", word: "field.long" });
});

test("every word is there in English and Chinese, with the same names in it", () => {
  const names = (words) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, [english, chinese]] of Object.entries(WORDS)) {
    assert.ok(english && chinese, key);
    assert.deepEqual(names(english), names(chinese), key);
  }
  assert.equal(word("zh", "unread", { n: 3 }), "3 条未读");
});

test("every word that the page says is in the list", () => {
  const files = ["app", "blocks", "composer", "conversation", "elements", "inspector", "message", "panel", "shell", "views"];
  for (const file of files)
    for (const [, key] of readFileSync(new URL(`${file}.js`, PAGE), "utf8").matchAll(/say\("([\w.]+)"/g)) assert.ok(WORDS[key], key);
});

test("no file of the page writes markup from text or reaches outside", () => {
  for (const file of ["app", "blocks", "composer", "conversation", "dom", "elements", "message", "mrkdwn", "overlays", "views"]) {
    const source = readFileSync(new URL(`${file}.js`, PAGE), "utf8");
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, file);
  }
  assert.doesNotMatch(readFileSync(new URL("index.html", PAGE), "utf8"), /https?:|<script>|style=/);
});
