/** What a person has typed and chosen, kept apart from the page so that a redraw loses nothing. */

const kept = new Map();
const listeners = new Set();

const path = (place, block, element) => `${place}\u0000${block}\u0000${element}`;

/** The state of an element in Slack's own shape: typed so far, or else its initial value. */
export function stateOf(place, block, element) {
  return kept.get(path(place, block.block_id, element.action_id)) ?? initial(element);
}

export function type(place, block, element, value) {
  kept.set(path(place, block.block_id, element.action_id), { type: element.type, ...value });
  listeners.forEach((heard) => heard(place, block.block_id));
}

/** Takes over what the server knows was typed (after a reload of the page), without overwriting. */
export function adopt(place, values) {
  for (const [block, elements] of Object.entries(values ?? {}))
    for (const [action, state] of Object.entries(elements ?? {}))
      if (!kept.has(path(place, block, action))) kept.set(path(place, block, action), state);
}

export function forget(place) {
  [...kept.keys()].filter((key) => key.startsWith(`${place}\u0000`)).forEach((key) => kept.delete(key));
}

/** Hears (place, block_id) whenever something is typed. */
export function onTyping(heard) {
  listeners.add(heard);
}

const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
};

function initial(element) {
  const make = INITIAL[element.type];
  return make ? { type: element.type, ...make(element) } : null;
}

/** The one value inside a state: text, option(s), date, person… */
export function valueOf(state) {
  const key = Object.keys(state).find((name) => name === "value" || name.startsWith("selected_"));
  return state[key];
}

export function isEmpty(state) {
  const value = valueOf(state);
  return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
}

/** state.values of a whole message, modal or Home, as Slack sends it. */
export function stateValues(place, blocks) {
  const values = {};
  for (const block of blocks ?? [])
    for (const element of elementsOf(block)) {
      const state = stateOf(place, block, element);
      if (state) (values[block.block_id] ??= {})[element.action_id] = state;
    }
  return values;
}

/** The elements of a block, wherever it keeps them. */
export function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  return block.type === "actions" ? block.elements : [];
}

/** {block_id: word key} for what Slack's own client refuses before the app hears of it. */
export function faults(place, blocks) {
  const found = {};
  for (const block of (blocks ?? []).filter((each) => each.type === "input")) {
    const state = stateOf(place, block, block.element);
    if (state && isEmpty(state)) {
      if (!block.optional) found[block.block_id] = "field.required";
    } else if (state && outOfBounds(block.element, state.value)) found[block.block_id] = outOfBounds(block.element, state.value);
  }
  return found;
}

function outOfBounds(element, value) {
  if (typeof value !== "string") return null;
  if (element.min_length && value.length < element.min_length) return "field.short";
  if (value.length > (element.max_length ?? 3000)) return "field.long";
  return null;
}
