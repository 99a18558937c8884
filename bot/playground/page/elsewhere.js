/** What waits on the platform that one isn't looking at: a dot at the switch says so. */

import { call } from "./server.js";
import { counterpart, personsOn } from "./persons.js";

let asking = false;
let again = false;

/** Looks at the other platforms; looks that come while one is under way become one more look. */
export async function lookElsewhere(page, platforms) {
  again = asking;
  if (asking) return;
  asking = true;
  for (const name of page.hello.platforms.filter((each) => each !== page.platform)) {
    const as = counterpart(page.hello, name, page.as) ?? page.last[name] ?? personsOn(name, page)[0].id;
    const [path, values] = platforms[name].asks({ ...page, as, channel: null, thread: null });
    const unread = Object.values((await call(path, values))?.unread_by_person ?? {}).some(Boolean);
    if (page.elsewhere[name] !== unread) page.keep({ elsewhere: { ...page.elsewhere, [name]: unread } });
  }
  asking = false;
  if (again) lookElsewhere(page, platforms);
}
