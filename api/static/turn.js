// One turn on the page: what was said, and everything that came back.

import { Cards } from "./cards.js";
import { chipList } from "./chips.js";
import { el } from "./dom.js";

const LOST = {
  no_model: "No language model is configured: the explanations are made from the catalog’s own facts.",
  breaker_open: "The language model is having trouble: the explanations are made from the catalog’s own facts.",
  timeout: "The language model was too slow, so its part was left out.",
  stalled: "The language model stopped half-way; the rest is explained from the catalog’s own facts.",
  model_error: "The language model could not answer; the explanations are made from the catalog’s own facts.",
  ungrounded: "Some sentences could not be verified and were replaced.",
  busy: "The language model is busy: the explanations are made from the catalog’s own facts.",
  budget: "The language model’s budget is used up: the explanations are made from the catalog’s own facts.",
  unavailable: "Part of the shop is out of reach right now.",
};

export class TurnView {
  /** `first`: the conversation begins; what holds for all of it is said then.
   *  `actions`: `{removeChip(chip, query), relax(relaxed, query), choose(option), retry()}` */
  constructor(message, actions, first = true) {
    this.actions = actions;
    this.query = message;
    this.cards = null;
    this.notices = new Set(first ? [] : ["no_model"]);
    this.prose = el("p.prose", {});
    this.understood = el("div.understood", {});
    this.results = el("div.results", {}, el("p.thinking", {}, el("span.sr", {}, "Looking…")));
    this.notes = el("div.notes", {});
    this.answer = el("div.answer", {}, this.prose, this.understood, this.results, this.notes);
    this.node = el("article.turn", {}, el("p.said", {}, el("span.sr", {}, "You: "), message), this.answer);
  }

  /** One event of the turn, live or replayed. */
  take({ event, data }) {
    switch (event) {
      case "understood":
        this.query = data.text;
        this.constraints = data.constraints;
        this.#chips();
        break;
      case "ranking":
        this.#ranking(data);
        break;
      case "reorder":
        this.cards?.reorder(data.order);
        break;
      case "explanation":
        this.cards?.explain(data);
        break;
      case "text":
        this.#talk();
        this.prose.textContent += data.delta;
        this.#countOnce();
        break;
      case "clarify":
        this.#clarify(data);
        break;
      case "degraded":
        this.#degraded(data);
        break;
      case "done":
        this.#talk();
        this.cards?.settle();
        if (data.status === "stopped") this.#note("Stopped.");
        break;
      case "error":
        this.fail(data.detail || data.title);
        break;
    }
  }

  /** The turn ended badly; what is there stays. */
  fail(message) {
    this.#talk();
    this.cards?.settle();
    const again = el("button.quiet", { type: "button", onclick: () => this.actions.retry() }, "Try again");
    this.notes.append(el("p.note.bad", { role: "alert" }, message, " ", again));
  }

  #talk() {
    this.results.querySelector(".thinking")?.remove();
  }

  #chips() {
    const list = chipList(this.constraints ?? {}, this.currency, (chip) => this.actions.removeChip(chip, this.query));
    this.understood.replaceChildren(...(list ? [list] : []));
  }

  #ranking({ items, total, relaxed }) {
    this.currency = items.find((item) => item.product.currency)?.product.currency;
    if (this.currency) this.#chips();
    this.cards = new Cards(items);
    const children = [];
    if (!items.length) children.push(el("p.empty", {}, "Nothing in the catalog fits all of that."));
    if (relaxed) {
      // The list is that of the wider wish already; the chips are not, until the shopper says so.
      const label = items.length ? "Widen my search" : `Show ${relaxed.text}`;
      children.push(el("p.count", {}, `Nothing fits all of that. The nearest: ${relaxed.text}.`));
      children.push(el("button.pill", { type: "button", onclick: () => this.actions.relax(relaxed, this.query) }, label));
    } else if (total > items.length) {
      children.push(el("p.count", {}, `${items.length} of ${total.toLocaleString()} that fit`));
    }
    if (items.length) children.push(this.cards.list);
    this.results.replaceChildren(...children);
  }

  /** The plain voice begins with the count: then it need not stand there twice. */
  #countOnce() {
    const count = this.results.querySelector(".count");
    if (count) count.hidden = this.prose.textContent.includes(count.textContent);
  }

  #clarify({ question, options }) {
    this.#talk();
    const choices = options.map((option) =>
      el("button.pill", { type: "button", onclick: () => this.actions.choose(option) }, `${option.label} (${option.count})`),
    );
    this.notes.append(el("div.clarify", {}, el("p", {}, question), ...choices));
  }

  #degraded({ reason }) {
    if (this.notices.has(reason)) return;
    this.notices.add(reason);
    this.#note(LOST[reason] ?? "Part of the answer had to be left out.");
  }

  #note(text) {
    this.notes.append(el("p.note", {}, text));
  }
}

