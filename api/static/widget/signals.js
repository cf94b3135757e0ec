// What the shopper saw and did, told to the server in batches, and never waited for.

import { Problem } from "./client.js";

const EVERY = 2000;
const MOST = 50;
const HELD = 500;
const SEEN_FOR = 1000;

export class Signals {
  constructor(client) {
    this.client = client;
    this.queue = [];
    this.failures = 0;
    this.closing = [];
    this.leave = () => {
      if (document.visibilityState === "hidden") this.#leaving();
    };
    this.gone = () => this.#leaving();
    document.addEventListener("visibilitychange", this.leave);
    addEventListener("pagehide", this.gone);
  }

  /** One event: `{type, product_id?, ranking_id?, turn_id?, position?, surface?, session_id?, value?}`. */
  tell(event) {
    const known = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined && value !== null));
    const user = this.client.userId ? { user_id: this.client.userId } : {};
    // Sent twice, an event counts once, by its id.
    this.queue.push({ event_id: randomId(), occurred_at: new Date().toISOString(), ...user, ...known });
    this.queue = this.queue.slice(-HELD);
    this.timer ??= setTimeout(() => this.#flush(), EVERY);
  }

  /** `ask()` is called when the page goes away, for what is only said then. */
  beforeLeaving(ask) {
    this.closing.push(ask);
  }

  /**
   * Calls `seen()` once half of `node` was in view for a second: an impression, by what was seen and not by
   * what was sent.
   */
  whenSeen(node, seen) {
    let timer = null;
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer);
        if (!entry.isIntersecting) return;
        timer = setTimeout(() => {
          if (document.visibilityState !== "visible") {
            observer.unobserve(node);
            document.addEventListener("visibilitychange", () => observer.observe(node), { once: true });
            return;
          }
          observer.disconnect();
          seen();
        }, SEEN_FOR);
      },
      { threshold: 0.5 },
    );
    observer.observe(node);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }

  async #flush() {
    this.timer = null;
    const batch = this.queue.splice(0, MOST);
    if (!batch.length) return;
    try {
      await this.client.events(batch);
      this.failures = 0;
    } catch (error) {
      // What the server refuses it will refuse again; what did not reach it is sent again.
      if (!(error instanceof Problem) || error.status === 429 || error.status >= 500) {
        this.queue.unshift(...batch);
        this.failures += 1;
      }
    }
    if (this.queue.length) this.timer = setTimeout(() => this.#flush(), EVERY * 2 ** Math.min(this.failures, 5));
  }

  #leaving() {
    for (const ask of this.closing) ask();
    while (this.queue.length) {
      const batch = this.queue.splice(0, MOST);
      if (this.client.beacon(batch)) continue;
      this.queue.unshift(...batch);
      return;
    }
  }

  close() {
    this.#leaving();
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.leave);
    removeEventListener("pagehide", this.gone);
  }
}

/** Outside of a secure context there is no randomUUID. */
function randomId() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
