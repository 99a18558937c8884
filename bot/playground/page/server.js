/** Talking with the playground's server: snapshots, doings, and the stream that says "look again". */

/** The answer's JSON; null when the server can't be reached. */
export async function call(name, values = {}, method = "GET") {
  const query = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  const target = `/playground/${name}${method === "GET" && query.length ? `?${new URLSearchParams(query)}` : ""}`;
  const post = { method, headers: { "Content-Type": "application/json", "X-Playground": "1" }, body: JSON.stringify(values) };
  try {
    return await (await fetch(target, method === "GET" ? {} : post)).json();
  } catch (fault) {
    console.warn(`${method} ${target}: ${fault.message}`);
    return null;
  }
}

/** Runs `changed` on each change, and once after each time the stream had broken. */
export function listen(changed) {
  const stream = new EventSource("/playground/stream");
  let broken = false;
  stream.onmessage = changed;
  stream.onerror = () => (broken = true);
  stream.onopen = () => {
    if (broken) changed();
    broken = false;
  };
}
