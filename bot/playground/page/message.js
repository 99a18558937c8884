/** One message as Slack shows it. */

import { blocks, collected } from "./blocks.js";
import { dialog, menuPopover } from "./overlays.js";
import { h, icon } from "./dom.js";
import { nodes, parse } from "./mrkdwn.js";
import { avatar } from "./shell.js";
import { clockTime, moment } from "./times.js";
import { emoji } from "./emoji.js";

/** A keyed row; it is rebuilt only when the message, its company or the language changed. */
export function messageRow(message, follows, page, root) {
  const place = root ? "thread" : "channel";
  return {
    key: `${place}-${message.ts}`,
    sig: JSON.stringify([message, follows, page.lang, page.as, page.thread === message.ts]),
    make: () => row(message, follows, page, root),
  };
}

function row(message, follows, page, root) {
  const person = message.bot_id ? page.people.bot : page.people.find(message.user);
  const at = Number(message.ts) * 1000;
  const open = !root && page.thread === message.ts;
  const looks = ["message", follows && "follows", message.ephemeral && "ephemeral", open && "open"].filter(Boolean).join(" ");
  const time = h("time", { class: "when", datetime: new Date(at).toISOString(), title: moment(at, page.people) }, clockTime(at, page.people));
  return h("article", { class: looks, tabindex: "0", data: { testid: root ? `reply-${message.ts}` : `msg-${message.ts}`, ts: message.ts },
    "aria-label": `${person?.name ?? ""}, ${clockTime(at, page.people)}` },
  message.ephemeral ? h("p", { class: "only-you" }, icon("eye", 14), page.say("only.you")) : null,
  h("div", { class: "gutter" }, follows ? time.cloneNode(true) : avatar(person)),
  h("div", { class: "said" },
    follows ? null : h("div", { class: "who" }, h("strong", {}, person?.name ?? message.user), person?.bot ? h("span", { class: "app-tag" }, page.say("app")) : null, time),
    content(message, page, root), reactions(message, page), replies(message, page, root)),
  message.ephemeral || message.subtype === "tombstone" ? null : toolbar(message, page, root));
}

function content(message, page, root) {
  if (message.subtype === "tombstone") return h("p", { class: "gone" }, page.say("deleted"));
  const edited = message.edited ? h("span", { class: "edited" }, page.say("edited")) : null;
  if (!message.bot_id || !message.blocks?.length) return h("div", { class: "text" }, nodes(parse(message.text ?? ""), page.people), edited);
  return h("div", { class: "blocks" }, blocks(message.blocks, hostFor(message, page, root)), edited);
}

function hostFor(message, page, root) {
  const place = `${root ? "thread" : "message"}-${page.as}-${message.ts}`;
  return {
    place, people: page.people, say: page.say, errors: null,
    press: (block, item, extra) => page.perform("press", {
      where: { channel: page.channel, ts: message.ts }, block_id: block.block_id, action_id: item.action_id,
      state: collected(message.blocks, { place }), ...extra,
    }),
  };
}

function reactions(message, page) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((reaction) => {
    const mine = reaction.users.includes(page.as);
    const names = reaction.users.map((id) => page.people.name(id)).join(", ");
    return h("button", { type: "button", class: mine ? "reaction mine" : "reaction", title: names, "aria-pressed": String(mine),
      "aria-label": page.say("react.toggle", { name: reaction.name, n: reaction.count }),
      on: { click: () => react(message, reaction.name, page) } },
    h("span", { class: "emoji" }, emoji(reaction.name) ?? `:${reaction.name}:`), String(reaction.count));
  }));
}

function react(message, name, page) {
  return page.perform("react", { channel: page.channel, ts: message.ts, name });
}

function replies(message, page, root) {
  if (root || !message.reply_count) return null;
  const n = message.reply_count;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(page.people.find(id), "tiny"));
  const last = message.latest_reply ? page.say("replies.last", { when: moment(Number(message.latest_reply) * 1000, page.people) }) : "";
  return h("button", { type: "button", class: "replies", data: { testid: `thread-${message.ts}` },
    on: { click: () => openThread(message, page) } }, faces,
  h("b", {}, n === 1 ? page.say("replies.one") : page.say("replies.many", { n })), h("small", {}, last));
}

function openThread(message, page) {
  page.go({ thread: message.thread_ts ?? message.ts });
}

function toolbar(message, page, root) {
  const tool = (sign, label, run, testid, extra = {}) => h("button", { type: "button", "aria-label": label, title: label,
    data: { testid: `${testid}-${message.ts}` }, on: { click: run }, ...extra }, sign);
  return h("div", { class: "toolbar" },
    tool(h("span", { class: "emoji" }, "🎫"), page.say("react.ticket"), () => react(message, "ticket", page), "ticket"),
    root ? null : tool(icon("reply", 17), page.say("thread.reply"), () => openThread(message, page), "reply-to"),
    tool(icon("more", 17), page.say("more"), (event) => menuPopover(event.currentTarget, menu(message, page)), "more", { "aria-haspopup": "menu" }));
}

function menu(message, page) {
  const shortcuts = page.hello.shortcuts.filter((each) => each.type === "message").map((each) => ({
    text: shortcutName(each, page), icon: "bolt", testid: `shortcut-${each.callback_id}`,
    run: () => page.perform("message_shortcut", { callback_id: each.callback_id, channel: page.channel, ts: message.ts }),
  }));
  if (message.bot_id || message.user !== page.as) return shortcuts;
  return [...shortcuts,
    { text: page.say("edit"), icon: "edit", run: () => edit(message, page) },
    { text: page.say("delete"), icon: "bin", danger: true, run: () => page.perform("delete", { channel: page.channel, ts: message.ts }) }];
}

/** A shortcut's name in the page's language, where the server gives both. */
export function shortcutName(shortcut, page) {
  return shortcut.names?.[page.lang] ?? shortcut.name;
}

/** A sent text as it was typed: names for mentions, signs for entities. */
function editable(text, page) {
  return text.replace(/<@(\w+)>/g, (whole, id) => `@${page.people.name(id)}`)
    .replace(/&(lt|gt|amp);/g, (whole, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

async function edit(message, page) {
  const field = h("textarea", { class: "field", rows: 4, value: editable(message.text, page), "aria-label": page.say("edit") });
  const text = await dialog((close) => [
    h("header", {}, h("h2", {}, page.say("edit"))), h("div", { class: "sheet-body" }, field),
    h("footer", {},
      h("button", { type: "button", class: "slack-button plain", on: { click: () => close(null) } }, page.say("cancel")),
      h("button", { type: "button", class: "slack-button primary", on: { click: () => close(field.value) } }, page.say("save"))),
  ]);
  if (text?.trim()) page.perform("edit", { channel: page.channel, ts: message.ts, text });
}
