/** The interactive elements of Block Kit: buttons, menus, fields. */

import { choosePopover, confirmDialog, menuPopover } from "./overlays.js";
import { h, icon } from "./dom.js";
import { link, textNodes } from "./mrkdwn.js";
import { stateOf, type, valueOf } from "./typed.js";
import { shortDay } from "./times.js";

/**
 * An element of `block` in `host`:
 * {place, people, say, press(block, element, extra) → Promise, input: bool (inside an input block)}.
 */
export function element(item, block, host) {
  const draw = DRAW[item.type];
  return draw ? draw(item, block, host) : null;
}

const focusKey = (item, block, host) => `${host.place}/${block.block_id}/${item.action_id}`;

function common(item, block, host) {
  return {
    data: { focus: focusKey(item, block, host), action: item.action_id, testid: `el-${item.action_id}` },
    id: item.type === "radio_buttons" ? null : fieldId(block, host),
    "aria-label": host.input ? null : item.placeholder?.text ?? item.action_id,
    "aria-describedby": host.input ? `${fieldId(block, host)}-note` : null,
  };
}

/** The id that a block's label points at. */
export function fieldId(block, host) {
  return `f-${host.place}-${block.block_id}`.replace(/[^\w-]/g, "_");
}

/** Keeps the value, and tells the app where the element is one that reports each change. */
function chosen(item, block, host, state) {
  type(host.place, block, item, state);
  if (!host.input || block.dispatch_action) return pressing(item, block, host, { selected: valueOf(state) });
}

async function pressing(item, block, host, extra, button = null) {
  if (item.confirm && !(await confirmDialog(item.confirm, host))) return;
  button?.setAttribute("aria-busy", "true");
  try {
    await host.press(block, item, extra);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

function button(item, block, host) {
  const looks = { primary: "primary", danger: "danger" }[item.style] ?? "plain";
  const words = textNodes(item.text, host.people);
  const run = (event) => {
    if (event.currentTarget.getAttribute("aria-busy")) return;
    pressing(item, block, host, { value: item.value }, event.currentTarget);
  };
  const shared = { class: `slack-button ${looks}`, "aria-label": item.accessibility_label ?? null };
  const data = { focus: focusKey(item, block, host), action: item.action_id, testid: `el-${item.action_id}` };
  if (!item.url) return h("button", { ...shared, type: "button", data, on: { click: run } }, h("span", {}, words));
  const anchor = link(item.url, words);
  anchor.className = shared.class;
  Object.assign(anchor.dataset, data);
  anchor.addEventListener("click", run);
  return anchor;
}

function textInput(item, block, host) {
  const value = stateOf(host.place, block, item).value ?? "";
  const tag = item.multiline ? "textarea" : "input";
  const kind = { number_input: "number", email_text_input: "email", url_text_input: "url" }[item.type] ?? "text";
  const field = h(tag, {
    ...common(item, block, host), class: "field", value, type: item.multiline ? null : kind,
    placeholder: item.placeholder?.text, maxlength: item.max_length, autocomplete: "off", rows: item.multiline ? 4 : null,
    step: kind === "number" && item.is_decimal_allowed ? "any" : null,
    on: {
      input: () => type(host.place, block, item, { value: field.value || null }),
      keydown: (event) => {
        if (event.key !== "Enter" || event.isComposing || item.multiline || !block.dispatch_action) return;
        pressing(item, block, host, { value: field.value });
      },
    },
  });
  return field;
}

function optionsOf(item, host) {
  const people = host.people.all.filter((each) => !each.bot || item.filter?.exclude_bot_users !== true);
  if (item.type.includes("users_select")) return people.map((each) => plainOption(each.id, each.name));
  if (item.type === "channels_select" || item.type === "conversations_select")
    return host.people.channels.map((each) => plainOption(each.id, `#${each.name}`));
  return item.options ?? (item.option_groups ?? []).flatMap((group) => group.options);
}

const plainOption = (value, text) => ({ text: { type: "plain_text", text }, value });

const SINGLE = {
  static_select: "selected_option", users_select: "selected_user",
  channels_select: "selected_channel", conversations_select: "selected_conversation",
};

function select(item, block, host) {
  const key = SINGLE[item.type];
  const now = stateOf(host.place, block, item)[key];
  const options = optionsOf(item, host);
  const row = (option) =>
    h("option", { value: option.value, selected: option.value === (now?.value ?? now) }, option.text.text);
  const groups = item.option_groups?.map((group) => h("optgroup", { label: group.label.text }, group.options.map(row)));
  const field = h("select", {
    ...common(item, block, host), class: now ? "field select" : "field select empty",
    on: {
      change: () => {
        const option = options.find((each) => each.value === field.value) ?? null;
        field.classList.toggle("empty", !option);
        chosen(item, block, host, { [key]: key === "selected_option" ? option : option?.value ?? null });
      },
    },
  }, h("option", { value: "" }, item.placeholder?.text ?? host.say("field.choose")), groups ?? options.map(row));
  return field;
}

function multiSelect(item, block, host) {
  const key = item.type === "multi_users_select" ? "selected_users" : "selected_options";
  const options = optionsOf(item, host);
  const box = h("button", {
    ...common(item, block, host), type: "button", class: "field chips", "aria-haspopup": "listbox",
    on: { click: () => open() },
  });
  const values = () => stateOf(host.place, block, item)[key].map((each) => each.value ?? each);
  const fill = () => {
    const picked = options.filter((option) => values().includes(option.value));
    const chips = picked.map((option) => h("span", { class: "chip" }, option.text.text));
    box.replaceChildren(...(chips.length ? chips : [h("span", { class: "hinting" }, item.placeholder?.text ?? host.say("field.choose"))]));
  };
  const open = () =>
    choosePopover(box, options, values(), item.max_selected_items, (picked) => {
      const found = options.filter((option) => picked.includes(option.value));
      chosen(item, block, host, { [key]: key === "selected_users" ? found.map((each) => each.value) : found });
      fill();
    });
  fill();
  return box;
}

function choices(item, block, host) {
  const many = item.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const picked = () => [stateOf(host.place, block, item)[key] ?? []].flat().map((option) => option.value);
  const change = (option, on) => {
    const values = picked().filter((value) => value !== option.value).concat(on ? [option.value] : []);
    const found = item.options.filter((each) => values.includes(each.value));
    chosen(item, block, host, { [key]: many ? found : option });
  };
  const row = (option, place) =>
    h("label", { class: "choice" },
      h("input", {
        type: many ? "checkbox" : "radio", name: fieldId(block, host) + item.action_id, value: option.value,
        checked: picked().includes(option.value), data: { focus: `${focusKey(item, block, host)}/${place}` },
        on: { change: (event) => change(option, event.target.checked) },
      }),
      h("span", {}, textNodes(option.text, host.people),
        option.description ? h("small", {}, textNodes(option.description, host.people)) : null));
  const label = `${fieldId(block, host)}-label`;
  return h("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-labelledby": host.input ? label : null,
    data: { testid: `el-${item.action_id}` } }, item.options.map(row));
}

const PICKERS = { datepicker: ["date", "selected_date"], timepicker: ["time", "selected_time"], datetimepicker: ["datetime-local", "selected_date_time"] };

function picker(item, block, host) {
  const [kind, key] = PICKERS[item.type];
  const value = stateOf(host.place, block, item)[key];
  const note = h("span", { class: "picked", "aria-hidden": "true" });
  const tell = (date) => {
    note.textContent = kind === "date" && date ? shortDay(`${date}T12:00:00Z`, { tz: "UTC", locale: host.people.locale }) : "";
  };
  const field = h("input", {
    ...common(item, block, host), class: "field picker", type: kind, value: fromSlack(kind, value),
    on: {
      change: () => {
        tell(field.value);
        chosen(item, block, host, { [key]: toSlack(kind, field.value) });
      },
    },
  });
  tell(field.value);
  return h("span", { class: "picking" }, field, note);
}

function fromSlack(kind, value) {
  if (kind !== "datetime-local" || !value) return value ?? "";
  return new Date(value * 1000).toISOString().slice(0, 16);
}

function toSlack(kind, value) {
  if (!value) return null;
  return kind === "datetime-local" ? Date.parse(`${value}:00Z`) / 1000 : value;
}

function overflow(item, block, host) {
  const choose = (option) => {
    if (option.url) globalThis.open(option.url, "_blank", "noopener");
    pressing(item, block, host, { selected: option, value: option.value }, opener);
  };
  const opener = h("button", {
    type: "button", class: "slack-button plain square", "aria-haspopup": "menu", "aria-label": host.say("more"),
    data: { focus: focusKey(item, block, host), action: item.action_id, testid: `el-${item.action_id}` },
    on: { click: () => menuPopover(opener, item.options.map((option) => ({ text: option.text.text, run: () => choose(option) }))) },
  }, icon("more"));
  return opener;
}

const DRAW = {
  button, overflow, checkboxes: choices, radio_buttons: choices,
  plain_text_input: textInput, number_input: textInput, email_text_input: textInput, url_text_input: textInput,
  static_select: select, users_select: select, channels_select: select, conversations_select: select,
  multi_static_select: multiSelect, multi_users_select: multiSelect,
  datepicker: picker, timepicker: picker, datetimepicker: picker,
};
