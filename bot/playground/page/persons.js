/** Who is who: the people of each platform, as the page shows them, and the same human being on the other one. */

import { localeFor } from "./times.js";

const bare = (id) => String(id ?? "").replace(/^(slack|wecom):/, "");

/** The people one can be on a platform. */
export function personsOn(platform, page) {
  if (platform === "wecom") return (page.hello.members ?? []).map((member) => shownMember(member, page));
  return page.hello.people.map((person) => shown(person, page.lang));
}

/** Names, zone and locale for whoever is looking. */
export function peopleFor(page, now) {
  const here = personsOn(page.platform, page);
  const bot = botOn(page);
  const slackbot = { id: "USLACKBOT", name: "Slackbot", initials: "S", color: "#5b6472" };
  const everybody = [...personsOn("slack", page), ...personsOn("wecom", page), bot, slackbot];
  const byId = new Map(everybody.map((each) => [each.id, each]));
  const find = (id) => byId.get(bare(id));
  const self = find(page.as);
  return {
    me: page.as, self, all: [...here, bot], channels: page.hello.channels, bot, find,
    name: (id) => find(id)?.name ?? bare(id),
    channel: (id) => page.hello.channels.find((each) => each.id === id)?.name,
    tz: page.view?.clock.tz ?? self.tz, locale: localeFor(page.lang, self.locale), now,
  };
}

function botOn(page) {
  const name = page.platform === "wecom" ? page.hello.corp.app : page.hello.bot.name;
  return { ...page.hello.bot, name, bot: true };
}

/** A person as the page shows them: the job in the page's language where it is given in both. */
function shown(person, lang) {
  const name = person.real_name || person.name;
  const { han, latin } = inBoth(person.title);
  return withFace({ ...person, name, title: lang === "zh" ? han || latin : latin || han });
}

/** A WeCom member has one job title, in Chinese; in English we know it from the same person's Slack. */
function shownMember(member, page) {
  const slack = page.hello.people.find((each) => each.id === slackOf(member, page.hello));
  const english = slack ? inBoth(slack.title).latin : "";
  return withFace({ ...member, title: page.lang === "zh" ? member.title : english || member.title_en || member.title });
}

function inBoth(title) {
  const [han] = /[\p{Script=Han}（）、]+/u.exec(title) ?? [""];
  return { han, latin: title.replace(han, "").trim() };
}

function withFace(person) {
  const initials = /^\p{Script=Han}{2}/u.exec(person.name)?.[0] ?? person.initials;
  return { ...person, initials, color: `#${person.color.replace("#", "")}` };
}

/** The Slack id of a member: as the server says, or else by the name. */
function slackOf(member, hello) {
  if (member.slack !== undefined) return member.slack;
  return hello.people.find((each) => each.real_name === member.name || each.real_name.startsWith(`${member.name} `))?.id;
}

/** Who is meant: "U0ANA", "linna", "slack:U0ANA" or "wecom:linna" → {platform, id}. */
export function whom(hello, id) {
  const member = (hello.members ?? []).some((each) => each.id === bare(id));
  return { platform: member && hello.platforms.includes("wecom") ? "wecom" : "slack", id: bare(id) };
}

/** The same human being on the other platform, or undefined. */
export function counterpart(hello, platform, id) {
  const members = hello.members ?? [];
  if (platform === "wecom") return members.find((each) => slackOf(each, hello) === id)?.id;
  const member = members.find((each) => each.id === id);
  return member && hello.people.find((each) => each.id === slackOf(member, hello))?.id;
}
