// <aisle-recommendations product-id="…" surface="product">: an explained shelf of products for a page.
// What stands inside the element (a plain list, say) is what a page without JavaScript shows.

import { Cards } from "./cards.js";
import { Client, Problem } from "./client.js";
import { el, iconButton } from "./dom.js";
import { API, ownScript } from "./home.js";
import { Memory } from "./memory.js";
import { shopOf } from "./shop.js";
import { Signals } from "./signals.js";
import { RECOMMENDATIONS_STYLE, sheetOf } from "./styles.js";
import { wordsOf } from "./strings.js";

const LIMIT = 8;

export class AisleRecommendations extends HTMLElement {
  static observedAttributes = ["key", "api", "user-id", "identity", "session-id", "product-id", "query", "surface", "limit", "locale", "dir", "heading"];

  #cart = [];

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheetOf(RECOMMENDATIONS_STYLE)];
    // Until the list has come, what the page wrote stands there.
    this.root.append(el("slot"));
  }

  connectedCallback() {
    this.#later();
  }

  disconnectedCallback() {
    this.signals?.close();
    this.signals = null;
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now) this.renew();
  }

  /** Asks for the list anew. */
  renew() {
    if (this.isConnected) this.#later();
  }

  get cart() {
    return this.#cart;
  }

  set cart(ids) {
    this.#cart = [...ids].map(String);
    for (const card of this.cards?.cards ?? []) card.showCart();
  }

  /** Several attributes that change at once are one list. */
  #later() {
    this.due ??= Promise.resolve().then(() => {
      this.due = null;
      return this.isConnected ? this.#load() : undefined;
    });
  }

  #attribute(name) {
    return this.getAttribute(name) ?? ownScript()?.getAttribute(`data-${name}`) ?? "";
  }

  async #load() {
    const t = wordsOf(this.#attribute("locale"));
    const api = (this.#attribute("api") || API).replace(/\/$/, "");
    const client = new Client({ api, key: this.#attribute("key"), identity: this.#attribute("identity"), userId: this.#attribute("user-id") });
    this.signals?.close();
    this.signals = new Signals(client);
    const surface = this.getAttribute("surface") || "product";
    const body = { surface, limit: Number(this.getAttribute("limit")) || LIMIT, explain: "plain" };
    for (const [name, attribute] of [["product_id", "product-id"], ["query", "query"]]) {
      if (this.getAttribute(attribute)) body[name] = this.getAttribute(attribute);
    }
    const memory = Memory.of(`${api} ${this.#attribute("key")}`, this.#attribute("session-id"));
    const asked = (this.asked = {});
    let answer;
    try {
      answer = await listOf(client, memory, body);
    } catch {
      // The page's own list is still there.
      return;
    }
    if (asked !== this.asked || !this.isConnected) return;
    if (answer.ranking?.items.length) this.#show(answer, { t, api, surface, memory });
  }

  #show({ ranking: { items, ranking_id: rankingId }, explanations }, { t, api, surface, memory }) {
    const shop = shopOf(this, { t, api, signals: this.signals });
    this.cards = new Cards(items, { ...shop, about: () => ({ ranking_id: rankingId, surface, session_id: memory.session }) });
    for (const explanation of explanations) this.cards.explain(explanation);
    const { list } = this.cards;
    const heading = this.getAttribute("heading") || t("similar");
    list.setAttribute("aria-label", heading);
    list.setAttribute("tabindex", "0");
    const by = (way) => () => {
      const ahead = getComputedStyle(list).direction === "rtl" ? -way : way;
      list.scrollBy({ left: ahead * list.clientWidth * 0.9, behavior: "smooth" });
    };
    const back = iconButton("back", t("previous"), { onclick: by(-1) });
    const next = iconButton("next", t("next"), { onclick: by(1) });
    const direction = this.getAttribute("dir") || document.documentElement.dir || t.direction;
    this.root.replaceChildren(
      el("section.frame.shelf", { lang: t.language, dir: direction, "aria-label": heading }, el("div.top", {}, el("h2", {}, heading), back, next), this.cards.node),
    );
    this.cards.settle();
    this.cards.cards.forEach(shop.watch);
  }
}

/**
 * `{ranking, explanations}` for the shopper whom the page's other elements know, or who is new here: then the first
 * event says by which session the server knows them from now on. Raises Problem, Unreachable.
 */
async function listOf(client, memory, body) {
  try {
    return await memory.shared((session, made) => read(client, session ? { ...body, session_id: session } : body, made));
  } catch (error) {
    if (!(error instanceof Problem && error.status === 403)) throw error;
    // Whoever was signed in here is gone, and the session with them.
    memory.clear();
    return memory.shared((session, made) => read(client, session ? { ...body, session_id: session } : body, made));
  }
}

async function read(client, body, made) {
  const found = { ranking: null, explanations: [] };
  for await (const { event, data } of client.turn({ path: "/v1/recommendations", body })) {
    if (event === "turn") made?.(data.session_id);
    else if (event === "ranking") found.ranking = data;
    else if (event === "explanation") found.explanations.push(data);
  }
  return found;
}
