// The server as the widget knows it: turns that survive a cut connection, sessions, lists, events.

import { eventParser } from "./sse.js";

const RESUMES = 9;
const LONGEST_WAIT = 3000;
const SENDS = 3;

/** The server answered, and not with what was asked for. `message` is fit to be shown. */
export class Problem extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** The turn is not to be had any more: the server that ran it is gone. */
export class TurnLost extends Error {}

/** Nobody answered at all. */
export class Unreachable extends Error {}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Until the browser has a network again; at once where it has one. */
function online() {
  if (navigator.onLine) return undefined;
  return new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem(body.detail || body.errors?.[0]?.detail || body.title || `${response.status}`, response.status);
}

export class Client {
  /** `api`: origin of the server. `identity`: the shopper, signed by the shop's own server. */
  constructor({ api, key = "", identity = "", userId = "" }) {
    Object.assign(this, { api, key, identity });
    // A publishable key alone speaks for nobody: the name goes only where it will be believed.
    this.userId = identity || !key ? userId || null : null;
  }

  #headers(extra = {}) {
    const headers = { ...extra };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    if (this.identity) headers["X-Aisle-Identity"] = this.identity;
    return headers;
  }

  async #json(path, options = {}) {
    const response = await fetch(this.api + path, options).catch(() => {
      throw new Unreachable(path);
    });
    if (!response.ok) throw await problem(response);
    return response.json();
  }

  /** The conversation so far. Raises Problem (404: there is none), Unreachable. */
  session(id) {
    return this.#json(`/v1/sessions/${encodeURIComponent(id)}`, { headers: this.#headers() });
  }

  /** Asks the server to end a turn; its stream then closes with `done`. */
  async stop(turnId) {
    await fetch(`${this.api}/v1/turns/${turnId}/stop`, { method: "POST", headers: this.#headers() }).catch(() => undefined);
  }

  /** What the shopper did. Raises Problem (will not be taken), Unreachable. */
  events(batch) {
    return this.#json("/v1/events", {
      method: "POST",
      headers: this.#headers({ "Content-Type": "application/json" }),
      body: JSON.stringify(batch),
    });
  }

  /** The same while the page goes away: nobody waits for an answer. False: the browser did not take it. */
  beacon(batch) {
    const body = JSON.stringify(batch);
    if (this.identity) {
      // A beacon carries no header, and a signed shopper stands in one.
      const headers = this.#headers({ "Content-Type": "application/json" });
      fetch(`${this.api}/v1/events`, { method: "POST", headers, body, keepalive: true }).catch(() => undefined);
      return true;
    }
    const key = this.key ? `?key=${encodeURIComponent(this.key)}` : "";
    // As plain text it needs no preflight, which a closing page does not live to see.
    return navigator.sendBeacon(`${this.api}/v1/events${key}`, new Blob([body], { type: "text/plain" }));
  }

  #start({ path, body, once }) {
    const sent = once ? { "Idempotency-Key": once } : {};
    return fetch(this.api + path, {
      method: "POST",
      headers: this.#headers({ Accept: "text/event-stream", "Content-Type": "application/json", ...sent }),
      body: JSON.stringify(this.userId ? { ...body, user_id: this.userId } : body),
    });
  }

  #resume(turnId, lastId) {
    const headers = this.#headers({ Accept: "text/event-stream" });
    if (lastId) headers["Last-Event-ID"] = lastId;
    return fetch(`${this.api}/v1/turns/${turnId}/events`, { headers });
  }

  /**
   * Every event of one turn, in order, each once, over as many connections as it takes.
   *
   * `first` is the request that starts it ({path, body, once}; `once` makes a second sending harmless), or
   * null to read the turn `turnId` from its first event. `broken(is)` hears when a connection is lost and when
   * it is there again. Raises Problem, TurnLost, Unreachable.
   */
  async *turn(first, turnId = null, broken = () => undefined) {
    let lastId = "";
    let failures = 0;
    for (;;) {
      try {
        const response = turnId ? await this.#resume(turnId, lastId) : await this.#start(first);
        if (turnId && (response.status === 204 || response.status === 404)) throw new TurnLost(turnId);
        if (!response.ok) throw await problem(response);
        const take = eventParser();
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          for (const item of take(value)) {
            if (item.id && item.id === lastId) continue;
            if (failures) broken(false);
            failures = 0;
            lastId = item.id || lastId;
            turnId = item.data.turn_id ?? turnId;
            yield item;
            if (item.event === "done" || item.event === "error") return;
          }
        }
      } catch (error) {
        // 409: the first sending is still being taken in; 503: the server is on its way down or up.
        const passing = error instanceof TypeError || (error instanceof Problem && [409, 502, 503, 504].includes(error.status));
        if (!passing) throw error;
      }
      failures += 1;
      if (failures > (turnId ? RESUMES : SENDS)) throw new Unreachable(turnId ?? first.path);
      broken(true);
      await online();
      await wait(Math.min(250 * 2 ** (failures - 1), LONGEST_WAIT));
    }
  }
}
