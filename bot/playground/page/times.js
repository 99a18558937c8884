/** Times as the viewer's Slack shows them: in their zone and locale. */

const cache = new Map();

function format(date, locale, timeZone, options) {
  const key = JSON.stringify([locale, timeZone, options]);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  return cache.get(key).format(date);
}

/** The locale to format in: the person's own where it has the page's language. */
export function localeFor(lang, own) {
  const prefix = lang === "zh" ? "zh" : "en";
  return own?.startsWith(prefix) ? own : { zh: "zh-CN", en: "en-US" }[prefix];
}

const CLOCK = { hour: "numeric", minute: "2-digit" };
const FORMS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  time_secs: { ...CLOCK, second: "2-digit" },
};

/** `<!date^ts^format|fallback>` in words, or null when it can't be shown (then the fallback stands). */
export function slackDate({ ts, format: pattern }, { tz, locale, now }) {
  if (!Number.isFinite(ts) || !pattern) return null;
  const at = new Date(ts * 1000);
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, token) => {
    if (token === "ago") return ago(ts * 1000, now, locale);
    if (token === "day_divider_pretty") return nearDay(at, tz, locale, now) ?? format(at, locale, tz, FORMS.date_long);
    if (token === "date_num") return format(at, "sv-SE", tz, FORMS.date_num);
    if (token === "time") return clockTime(at, { tz, locale });
    const near = token.endsWith("_pretty") ? nearDay(at, tz, locale, now) : null;
    const form = FORMS[token.replace(/_pretty$/, "")];
    return near ?? (form ? format(at, locale, tz, form) : whole);
  });
}

/** "Today", "Yesterday", "Tomorrow" in the locale's words, or null. */
function nearDay(at, tz, locale, now) {
  const days = Math.round((dayNumber(at, tz) - dayNumber(new Date(now), tz)) / 86400000);
  if (Math.abs(days) > 1) return null;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function dayNumber(at, tz) {
  return Date.parse(`${format(at, "sv-SE", tz, FORMS.date_num)}T00:00:00Z`);
}

function ago(then, now, locale) {
  const seconds = Math.round((then - now) / 1000);
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60]].find(([, s]) => Math.abs(seconds) >= s) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** "9:00 AM" / "09:00". */
export function clockTime(at, { tz, locale }) {
  return format(new Date(at), locale, tz, locale.startsWith("zh") ? { hour: "2-digit", minute: "2-digit", hour12: false } : CLOCK);
}

/** "Fri, Nov 27" / "11月27日周五". */
export function shortDay(at, { tz, locale }) {
  return format(new Date(at), locale, tz, { weekday: "short", month: "short", day: "numeric" });
}

/** "Today" or "Friday, November 27", for the dividers between days. */
export function dividerDay(at, { tz, locale, now }) {
  const near = nearDay(new Date(at), tz, locale, now);
  return near ?? format(new Date(at), locale, tz, { weekday: "long", month: "long", day: "numeric" });
}

/** The day as "2026-11-27" in the zone. */
export function dayKey(at, tz) {
  return format(new Date(at), "sv-SE", tz, FORMS.date_num);
}

/** "Fri, Nov 27, 9:00 AM", short enough for a line of the inspector. */
export function moment(at, who) {
  return `${shortDay(at, who)} ${clockTime(at, who)}`;
}

/** Above a chat's messages, as WeCom has it: "09:00" today, "Yesterday 09:00", else the day, too. */
export function stamp(at, who) {
  const { tz, locale, now } = who;
  const near = nearDay(new Date(at), tz, locale, now);
  if (dayKey(at, tz) === dayKey(now, tz)) return clockTime(at, who);
  const day = near ?? format(new Date(at), locale, tz, { month: "long", day: "numeric", weekday: "short" });
  return `${day} ${clockTime(at, who)}`;
}
