// What the shopper saw and did, told to the server in batches, and never waited for.

import { headers, session } from "./server.js";

const EVERY = 3000;
const SEEN_FOR = 1000;
let waiting = [];
let timer;

/** One event: `{type, product_id, ranking_id?, position?, surface?, value?}`. */
export function tell(event) {
  const known = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined && value !== null && value !== ""));
  waiting.push({ event_id: id(), occurred_at: new Date().toISOString(), session_id: session, ...known });
  timer ??= setTimeout(send, EVERY);
}

/** Everything that waits, now; with `keepalive`, because the page may be on its way out. */
export function send() {
  clearTimeout(timer);
  timer = undefined;
  const events = waiting.splice(0, 100);
  if (!events.length) return;
  // A beacon cannot carry the key.
  fetch("/v1/events", { method: "POST", keepalive: true, headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(events) })
    .then((answer) => {
      if (answer.status >= 500) again(events);
    })
    .catch(() => again(events));
}

// Sent twice, an event counts once, by its id.
function again(events) {
  waiting = [...events, ...waiting].slice(-500);
}

/** `then()` once half of `node` was in view for a second. */
export function whenSeen(node, then) {
  let since;
  const watcher = new IntersectionObserver(
    ([{ intersectionRatio }]) => {
      clearTimeout(since);
      if (intersectionRatio < 0.5) return;
      since = setTimeout(() => {
        watcher.disconnect();
        then();
      }, SEEN_FOR);
    },
    { threshold: [0, 0.5] },
  );
  watcher.observe(node);
}

function id() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

addEventListener("pagehide", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
