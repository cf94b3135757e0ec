// What the page remembers between visits: the session, and the last few turns as their events.

const KEY = "aisle.conversation";
const TURNS = 6;

function load() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (found && Array.isArray(found.turns)) return found;
  } catch {
    // Unreadable or forbidden storage is an empty one.
  }
  return { session: null, turns: [] };
}

export class Memory {
  constructor() {
    Object.assign(this, load());
  }

  /** A new turn begins; its events are kept from now on. */
  begin(message, request) {
    const turn = { message, request, events: [], turnId: null, lastId: "", over: false };
    this.turns = [...this.turns, turn].slice(-TURNS);
    return turn;
  }

  /** One event of a turn. Deltas stay in the final text; saving each would only wear the disk. */
  add(turn, { id, event, data }) {
    if (event === "turn") {
      turn.turnId = data.turn_id;
      this.session = data.session_id;
    }
    turn.lastId = id || turn.lastId;
    turn.over = event === "done" || event === "error";
    turn.events.push({ event, data });
    if (data.final) {
      turn.events = turn.events.filter((e) => !(e.event === "explanation" && e.data.delta && e.data.product_id === data.product_id));
    }
    if (data.delta === undefined) this.save();
  }

  save() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ session: this.session, turns: this.turns }));
    } catch {
      // A full or forbidden storage costs the memory, not the conversation.
    }
  }

  clear() {
    this.session = null;
    this.turns = [];
    this.save();
  }
}
