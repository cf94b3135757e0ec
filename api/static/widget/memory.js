// What a page remembers between visits: which conversation it is, and which turn was still running.

const TURNS = 50;

export class Memory {
  /** `scope`: server and key, so that two shops of one origin do not talk into each other. */
  constructor(scope) {
    this.key = `aisle:${scope}`;
    this.forget();
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "null");
      if (found && typeof found.labels === "object") Object.assign(this.held, found);
    } catch {
      // Unreadable or forbidden storage is an empty one.
    }
  }

  get session() {
    return this.held.session;
  }

  get running() {
    return this.held.running;
  }

  /** A turn began; `label` is what the shopper saw, where that is not the message itself. */
  began(turnId, session, message, label) {
    const labels = Object.entries(this.held.labels).slice(1 - TURNS);
    if (label !== message) labels.push([turnId, label]);
    this.held = { ...this.held, session, running: { turnId, message, label }, labels: Object.fromEntries(labels) };
    this.#save();
  }

  /** The server has a finished turn of this conversation: there is something to ask it for. */
  get told() {
    return this.held.told;
  }

  ended() {
    this.held.running = null;
    this.held.told = Boolean(this.session);
    this.#save();
  }

  label(turnId) {
    return this.held.labels[turnId];
  }

  forget() {
    this.held = { session: null, running: null, told: false, labels: {} };
  }

  clear() {
    this.forget();
    this.#save();
  }

  #save() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.held));
    } catch {
      // A full or forbidden storage costs the memory, not the conversation.
    }
  }
}
