// One turn as it is seen: what was said, and everything that came back.

import { Cards } from "./cards.js";
import { chipList } from "./chips.js";
import { el, icon, iconButton } from "./dom.js";

export class TurnView {
  /**
   * `first`: the conversation begins; what holds for all of it is said then.
   * `shop`: what the cards need, and `{removeChip(chip, query), relax(relaxed, query), choose(option), retry(view),
   * edit(view), say(text, whole), rate(view, value), seen(view), currency()}`.
   */
  constructor(message, shop, first = true) {
    Object.assign(this, { message, shop, query: message, cards: null, turnId: null, rankingId: null, over: false, doubt: false });
    const { t } = shop;
    this.told = new Set(first ? [] : ["no_model"]);
    this.prose = el("p.prose", {});
    this.understood = el("div.understood", {});
    this.compared = el("div.compared", {});
    this.results = el("div.results", {}, el("p.thinking", {}, el("span.sr", {}, t("looking"))));
    this.notes = el("div.notes", {});
    const editing = shop.edit && iconButton("edit", t("edit"), { onclick: () => shop.edit(this) });
    this.said = el("div.said", {}, editing, el("p", {}, el("span.sr", {}, t("you")), message));
    this.answer = el("div.answer", {}, this.compared, this.prose, this.understood, this.results, this.notes);
    this.node = el("article.turn", {}, this.said, this.answer);
  }

  /** One event of the turn, live or told again. */
  take({ event, data }) {
    switch (event) {
      case "turn":
        this.turnId = data.turn_id;
        break;
      case "understood":
        this.query = data.text;
        this.constraints = data.constraints;
        this.labels = data.labels;
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
        this.shop.say(data.delta);
        this.#countOnce();
        break;
      case "clarify":
        this.#clarify(data);
        break;
      case "degraded":
        this.#degraded(data);
        break;
      case "done":
        this.#settle();
        if (data.status === "stopped") this.#ended(this.shop.t("stopped"));
        else if (this.turnId || this.rankingId) this.notes.append(this.#thumbs());
        break;
      case "error":
        this.fail(data.detail || data.title);
        break;
    }
  }

  /** Puts what was asked to be compared side by side, before the assistant has a word on it. */
  compare(table) {
    this.compared.replaceChildren(table);
  }

  /** The shopper goes on without a reason: then it was simply not helpful. */
  leave() {
    if (this.doubt) this.shop.rate(this, "down");
    this.doubt = false;
  }

  /** The turn ended badly; what is there stays. */
  fail(message) {
    this.#settle();
    this.#ended(message, "bad");
  }

  #settle() {
    this.#talk();
    this.over = true;
    this.cards?.settle();
    this.shop.say("", true);
  }

  #ended(message, kind = "soft") {
    const { t, retry } = this.shop;
    const again = el("button.quiet", { type: "button", onclick: () => retry(this) }, t("again"));
    this.notes.append(el(`p.note.${kind}.ended`, {}, message, " ", again));
    this.shop.say(message, true);
  }

  #talk() {
    this.results.querySelector(".thinking")?.remove();
  }

  #chips() {
    const { t, removeChip } = this.shop;
    const currency = this.currency ?? this.shop.currency();
    const list = chipList(this.constraints ?? {}, this.labels ?? {}, currency, t, (chip) => removeChip(chip, this.query));
    this.understood.replaceChildren(...(list ? [list] : []));
  }

  #ranking({ ranking_id: rankingId, items, total, relaxed }) {
    const { t, relax } = this.shop;
    this.rankingId = rankingId;
    this.currency = items.find((item) => item.product.currency)?.product.currency;
    if (this.currency) this.#chips();
    this.cards = new Cards(items, { ...this.shop, about: () => this.shop.about(this) });
    const children = [];
    if (!items.length) children.push(el("p.empty", {}, t("nothing")));
    if (relaxed) {
      // The list is that of the wider wish already; the chips are not, until the shopper says so.
      const label = items.length ? t("widenSearch") : t("show", { what: relaxed.text });
      children.push(el("p.count", {}, t("nearest", { what: relaxed.text })));
      children.push(el("button.pill", { type: "button", onclick: () => relax(relaxed, this.query) }, label));
    } else if (total > items.length && this.#filtered()) {
      children.push(el("p.count", {}, t("of", { shown: items.length, total })));
    }
    if (items.length) children.push(this.cards.node);
    this.results.replaceChildren(...children);
    this.shop.say(t(items.length ? "found" : "nothing", { n: items.length }), true);
    this.shop.seen(this);
  }

  /** Without a filter everything fits, which says nothing. */
  #filtered() {
    const { sort, ...filters } = this.constraints ?? {};
    return Object.keys(filters).length > 0;
  }

  /** The plain voice begins with the count: then it need not stand there twice. */
  #countOnce() {
    const count = this.results.querySelector(".count");
    if (count) count.hidden = this.prose.textContent.includes(count.textContent);
  }

  #clarify({ question, options }) {
    const { t, choose } = this.shop;
    this.#talk();
    const choices = options.map((option) =>
      el("button.pill", { type: "button", onclick: () => choose(option) }, `${option.label} (${t.number(option.count)})`),
    );
    this.notes.append(el("div.clarify", { role: "group", "aria-label": question }, el("p", {}, question), ...choices));
    this.shop.say(question, true);
  }

  #degraded({ reason }) {
    if (this.told.has(reason)) return;
    this.told.add(reason);
    const { t } = this.shop;
    const text = t.has(`lost_${reason}`) ? t(`lost_${reason}`) : t("lost_other");
    this.notes.append(el("p.note", {}, icon("spark"), text));
    this.shop.say(text, true);
  }

  #thumbs() {
    const { t, rate } = this.shop;
    const box = el("div.thumbs", {});
    const thanks = () => {
      box.replaceChildren(el("span", { tabindex: "-1" }, t("thanks")));
      box.firstChild.focus({ preventScroll: true });
      this.shop.say(t("thanks"), true);
    };
    const done = (value) => {
      this.doubt = false;
      rate(this, value);
      thanks();
    };
    const ask = () => {
      this.doubt = true;
      const reasons = Object.entries({ not_asked: "notAsked", too_dear: "tooDear", not_true: "notTrue", not_mine: "notMine", other: "otherwise" });
      box.replaceChildren(
        el("span", {}, t("badWhy")),
        ...reasons.map(([code, name]) => el("button.pill", { type: "button", onclick: () => done(`down: ${code}`) }, t(name))),
      );
      box.querySelector("button").focus({ preventScroll: true });
    };
    box.append(iconButton("up", t("good"), { onclick: () => done("up") }), iconButton("down", t("bad"), { onclick: ask }));
    return box;
  }
}
