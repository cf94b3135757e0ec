// One conversation, one turn at a time: asks, follows, stops, and tells again after a reload.

import { Problem, TurnLost, Unreachable } from "./client.js";
import { TurnView } from "./turn.js";

const CARDS = 8;

/** A stored turn as the events that would tell it again. */
function* retold(turn) {
  yield { event: "turn", data: { turn_id: turn.turn_id } };
  if (turn.understood) yield { event: "understood", data: turn.understood };
  if (turn.items) {
    const { ranking_id, items, total, relaxed } = turn;
    yield { event: "ranking", data: { ranking_id, items, total, relaxed } };
    for (const { product, explanation } of items) {
      if (explanation) yield { event: "explanation", data: { product_id: product.product_id, final: true, ...explanation } };
    }
  }
  if (turn.text) yield { event: "text", data: { delta: turn.text } };
  if (turn.clarify) yield { event: "clarify", data: turn.clarify };
  for (const data of turn.degraded ?? []) yield { event: "degraded", data };
}

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
      this.views = this.views.filter((view) => view !== replaces);
      replaces.node.remove();
      if (replaces.turnId) body.replaces = replaces.turnId;
    }
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

  /** A new conversation; the old one stays on the server. */
  fresh() {
    this.stop();
    this.running = null;
    for (const { node } of this.views) node.remove();
    this.views = [];
    this.memory.clear();
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

  /** The same question once more, in the place of the answer that failed. */
  #again(view) {
    if (this.running) return;
    for (const ended of view.node.querySelectorAll(".ended")) ended.remove();
    const { request } = view;
    if (request) this.#ask(view.message, view.asked, request);
    else this.say(view.asked, { label: view.message });
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
        view.take(item);
      }
    } catch (error) {
      if (this.running !== running) return;
      if (error instanceof Problem) view.fail(error.message);
      else if (error instanceof TurnLost) view.fail(t("lost"));
      else {
        if (!(error instanceof Unreachable)) console.error(error);
        view.fail(t("unreachable"));
      }
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
