// The cards of one ranking, and how they take another order.

import { Card } from "./card.js";
import { el, icon } from "./dom.js";

const GLIDE = { duration: 520, easing: "cubic-bezier(.2, .8, .2, 1)" };

/** What every card would say says nothing about one of them; a sale stands beside the price already. */
function telling(items) {
  const said = items.map(({ reasons }) => new Set(reasons?.map(({ text }) => text)));
  const shared = items.length > 1 ? (text) => said.every((texts) => texts.has(text)) : () => false;
  return items.map((item) => ({
    ...item,
    reasons: item.reasons?.filter(({ code, text }) => code !== "sale" && !shared(text)),
  }));
}

export class Cards {
  constructor(items, shop) {
    const { t } = shop;
    this.list = el("ol.cards", { "aria-label": t("products"), role: "list" });
    this.cards = telling(items).map((item) => new Card(item, shop, () => this.placeOf(item.product.product_id)));
    this.byId = new Map(this.cards.map((card) => [card.id, card]));
    this.list.append(...this.cards.map(({ node }) => node));
    this.touched = false;
    /** Product ids in the order that the server gave last, whatever the shopper held on to. */
    this.given = this.order;
    // Whoever has a hand on the list must not have it pulled away.
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "focusin"]) {
      this.list.addEventListener(kind, () => (this.touched = true), { passive: true });
    }
    const apply = el("button.quiet", { type: "button", onclick: () => this.#apply() }, t("applyOrder"));
    this.offer = el("p.offer", { hidden: true }, icon("spark"), t("order"), " ", apply);
    this.node = el("div.listing", {}, this.offer, this.list);
  }

  get order() {
    return [...this.list.children].map(({ dataset }) => dataset.id);
  }

  /** Where a product stands as the shopper sees it, from 1. */
  placeOf(id) {
    return this.order.indexOf(id) + 1;
  }

  explain(data) {
    this.byId.get(data.product_id)?.explain(data);
  }

  settle() {
    for (const card of this.cards) card.settle();
    // Short plain words came all at once: there is no text under way that would have to keep its room.
    const spoken = this.cards.some(({ why }) => why.dataset.source === "model");
    this.list.classList.toggle("snug", !spoken);
    for (const card of this.cards) card.fit();
  }

  /** A new order. It is only offered once the shopper has touched a card. */
  reorder(order) {
    this.given = order;
    if (this.touched) this.offer.hidden = this.order.every((id, at) => id === order[at]);
    else this.#apply();
  }

  #apply() {
    const offered = this.offer.contains(this.list.getRootNode().activeElement);
    this.offer.hidden = true;
    const before = new Map(this.cards.map(({ id, node }) => [id, node.getBoundingClientRect()]));
    for (const id of this.given) {
      const card = this.byId.get(id);
      if (card) this.list.append(card.node);
    }
    if (offered) this.byId.get(this.order[0])?.adding.focus();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const { id, node } of this.cards) {
      const now = node.getBoundingClientRect();
      const dx = before.get(id).left - now.left;
      const dy = before.get(id).top - now.top;
      if (dx || dy) node.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }], GLIDE);
    }
  }
}
