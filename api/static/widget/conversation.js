// One conversation, one turn at a time: asks, follows, stops, and tells again after a reload.

import { Problem, TurnLost, Unreachable } from "./client.js";
import { retold } from "./retold.js";
import { TurnView } from "./turn.js";

const CARDS = 8;
const ANSWERS = new Set(["ranking", "text", "clarify"]);
const ENDS = new Set(["done", "error"]);

export class Conversation {
  /**
   * `page`: what is shown and known around it: `{shop, context(), append(view, quiet), busy(is), begun(is),
   * broken(is), say(text, whole)}`.
   */
  constructor(client, memory, page) {
    Object.assign(this, { client, memory, page, views: [], running: null, restoring: null });
  }

  /**
   * A message in the shopper's own words. `label`: what is shown of it, where that is something else;
   * `replaces`: the view whose message is said anew; `table`: what was asked to stand side by side.
   */
  say(message, { label = message, replaces = null, table = null } = {}) {
    if (this.restoring) return void this.restoring.then(() => this.say(message, { label, replaces, table }));
    if (this.running) return;
    const body = { message, context: { surface: "chat", ...this.page.context() } };
    if (replaces) {
      this.#drop(replaces);
      if (replaces.turnId) body.replaces = replaces.turnId;
    } else if (!this.views.length && this.memory.aside) body.replaces = this.memory.aside;
    const view = this.#ask(label, message, { path: "/v1/chat", body });
    if (table) view.compare(table);
  }

  /** Products side by side, without the assistant: it has not these before its eyes. */
  show(label, table) {
    const view = this.#show(label, label, null);
    view.compare(table);
    view.take({ event: "done", data: { status: "complete" } });
  }

  /** The order of the last list as the server knows it; empty where nothing is on screen. */
  get order() {
    return this.views.findLast((view) => view.cards)?.cards.given ?? [];
  }

  /** The same words under other constraints: what the chips say now, exactly. */
  recommend(label, query, understood) {
    const body = { query, understood, limit: CARDS, surface: "chat", explain: "llm" };
    this.#ask(label, query, { path: "/v1/recommendations", body });
  }

  stop() {
    if (this.running?.view.turnId) this.client.stop(this.running.view.turnId);
    else if (this.running) this.running.stopping = true;
  }

  /** A new conversation of the same shopper; what was said before counts no more. */
  fresh() {
    this.stop();
    this.running = null;
    for (const { node } of this.views) node.remove();
    this.memory.fresh(this.views.find(({ turnId, lost }) => turnId && !lost)?.turnId);
    this.views = [];
    this.page.busy(false);
    this.page.begun(false);
  }

  /** What was said before this page was loaded, and the turn that was still running. */
  restore() {
    this.restoring = this.#restore().finally(() => (this.restoring = null));
  }

  async #restore() {
    const { session, running } = this.memory;
    if (!session) return;
    let turns = [];
    try {
      if (this.memory.told) ({ turns } = await this.client.session(session));
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) {
        this.page.trouble(this.page.shop.t("history"), () => this.restore());
        return;
      }
      if (!running) this.memory.clear();
    }
    for (const turn of turns) this.#tellAgain(turn);
    if (!running) return;
    if (turns.some(({ turn_id: id }) => id === running.turnId)) this.memory.ended();
    else this.#follow(this.#show(running.label, running.message, null, true), null, running.turnId);
  }

  #tellAgain(turn) {
    const view = this.#show(this.memory.label(turn.turn_id) ?? turn.message, turn.message, null, true);
    for (const item of retold(turn)) view.take(item);
    if (turn.status === "failed") view.fail(this.page.shop.t("lost"));
    else view.take({ event: "done", data: { status: turn.status ?? "complete" } });
  }

  #show(label, message, request, quiet = false) {
    const shop = {
      ...this.page.shop,
      about: (view) => ({ ranking_id: view.rankingId, turn_id: view.turnId, session_id: this.memory.session, surface: "chat" }),
      removeChip: (chip, query) => this.recommend(shop.t("without", { what: chip.label }), query, chip.rest),
      relax: (relaxed, query) => this.recommend(shop.t("show", { what: relaxed.text }), query, relaxed.constraints),
      // Of the latest list; a turn may speak of a price and show no product.
      currency: () => this.views.findLast(({ currency }) => currency)?.currency,
      choose: (option) => this.say(option.label),
      retry: (view) => this.#again(view),
      // Only what the shopper typed can be typed anew.
      edit: label === message && request?.path !== "/v1/recommendations" ? this.page.edit : null,
      say: (text, whole) => {
        if (!quiet) this.page.say(text, whole);
      },
    };
    const view = new TurnView(label, shop, !this.views.length);
    view.request = request;
    view.asked = message;
    this.page.begun(true);
    this.views.at(-1)?.leave();
    this.views.at(-1)?.node.classList.remove("last");
    view.node.classList.add("last");
    this.views.push(view);
    this.page.append(view, quiet);
    return view;
  }

  /** The same question once more. The answer that broke off stays until there is another, which takes its place. */
  #again(view) {
    if (this.running) return;
    const context = { surface: "chat", ...this.page.context() };
    const { path, body } = view.request ?? { path: "/v1/chat", body: { message: view.asked, context } };
    // What followed it would go with it.
    const inPlace = view === this.views.at(-1);
    const replaces = (view.lost && body.replaces) || view.turnId;
    const anew = inPlace && replaces ? { ...body, replaces } : body;
    for (const ended of view.node.querySelectorAll(".ended")) ended.remove();
    const next = this.#ask(view.message, view.asked, { path, body: anew });
    if (!inPlace) return;
    next.former = view;
    next.said.hidden = true;
  }

  /** There is another answer: it stands where the one that broke off stood. */
  #supersede(view) {
    this.#drop(view.former);
    view.former = null;
    view.said.hidden = false;
    this.page.append(view);
  }

  /** It ended badly. A second attempt leaves the first as it was. */
  #failed(view, message) {
    const { former } = view;
    if (!former) return view.fail(message);
    this.#drop(view);
    if (former.lost) Object.assign(former, { turnId: view.turnId ?? former.turnId, lost: view.lost });
    former.node.classList.add("last");
    former.fail(message);
  }

  #drop(view) {
    this.views = this.views.filter((other) => other !== view);
    view.node.remove();
  }

  #ask(label, message, { path, body }) {
    if (this.running) return null;
    if (this.memory.session) body = { ...body, session_id: this.memory.session };
    const request = { path, body, once: `${Date.now()}-${Math.random()}` };
    const view = this.#show(label, message, request);
    this.#follow(view, request);
    return view;
  }

  /** Reads a turn to its end, from its start or, after a reload, from the server's log. */
  async #follow(view, request, turnId = null) {
    const running = { view, stopping: false };
    this.running = running;
    this.page.busy(true);
    const { t } = this.page.shop;
    try {
      for await (const item of this.client.turn(request, turnId, this.page.broken)) {
        if (this.running !== running) return;
        if (item.event === "turn") {
          this.memory.began(item.data.turn_id, item.data.session_id, view.asked, view.message);
          if (running.stopping) this.client.stop(item.data.turn_id);
        }
        if (view.former && ANSWERS.has(item.event)) this.#supersede(view);
        if (view.former && ENDS.has(item.event)) this.#failed(view, item.data.detail || item.data.title || t("stopped"));
        else view.take(item);
      }
    } catch (error) {
      if (this.running !== running) return;
      if (!(error instanceof Problem || error instanceof TurnLost || error instanceof Unreachable)) console.error(error);
      // Of an answer that never ended the server keeps nothing.
      view.lost = !(error instanceof Problem);
      this.#failed(view, error instanceof Problem ? error.message : t(error instanceof TurnLost ? "lost" : "unreachable"));
    } finally {
      if (this.running === running) {
        this.page.broken(false);
        this.running = null;
        this.memory.ended();
        this.page.busy(false);
      }
    }
  }
}
