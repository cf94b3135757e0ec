// What a page remembers between visits: whose session it is, which conversation, and which turn was still running.

const TURNS = 50;
const MEMORIES = new Map();

export class Memory {
  /**
   * What the elements of one page share: who clicks in a list and who talks is one shopper. `scope`: server and key, so
   * that two shops of one origin do not talk into each other; `session`: the shopper's, where the page knows it.
   */
  static of(scope, session) {
    const found = MEMORIES.get(scope) ?? new Memory(scope);
    MEMORIES.set(scope, found);
    found.given = session || found.given;
    // A conversation has an id that the server made: it goes on, whatever else the page calls the visit.
    if (session && session !== found.session && session !== found.held.visit) found.#begin(session);
    if (session) found.held.visit = session;
    return found;
  }

  constructor(scope) {
    this.key = `aisle:${scope}`;
    this.#forget();
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

  /** The first turn of a conversation that was put aside: the next message takes its place. */
  get aside() {
    return this.held.aside;
  }

  /**
   * The session that the server knows this shopper by, for lists. `ask(session)` gets one list, with the session where
   * there is one; else it calls back with the one the server made, and whoever asks meanwhile waits for that.
   */
  async shared(ask) {
    await this.making;
    if (this.session) return ask(this.session);
    let made;
    this.making = new Promise((resolve) => (made = resolve));
    const done = (session) => {
      if (session && !this.session) this.#begin(session);
      this.making = null;
      made();
    };
    return ask(null, done).finally(done);
  }

  /** A turn began; `label` is what the shopper saw, where that is not the message itself. */
  began(turnId, session, message, label) {
    const labels = Object.entries(this.held.labels).slice(1 - TURNS);
    if (label !== message) labels.push([turnId, label]);
    this.held = { ...this.held, session, aside: null, running: { turnId, message, label }, labels: Object.fromEntries(labels) };
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

  /** Nothing was said yet; the shopper stays who they are. `aside`: the first turn of what was said before. */
  fresh(aside = null) {
    const { session, visit, aside: before } = this.held;
    this.#forget();
    Object.assign(this.held, { session, visit, aside: aside ?? before });
    this.#save();
  }

  /** The server knows no such session any more, or it is somebody else's. */
  clear() {
    this.#begin(this.given === this.session ? null : this.given);
  }

  #begin(session) {
    this.#forget();
    this.held.session = session;
    this.#save();
  }

  #forget() {
    this.held = { session: null, visit: null, running: null, told: false, aside: null, labels: {} };
  }

  #save() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.held));
    } catch {
      // A full or forbidden storage costs the memory, not the conversation.
    }
  }
}
