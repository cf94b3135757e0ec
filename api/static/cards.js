// One card per product: complete the moment the ranking comes, explained as the words arrive.

import { el, money } from "./dom.js";

const STOCK = {
  in_stock: ["In stock", "yes"],
  out_of_stock: ["Out of stock", "no"],
  preorder: ["Pre-order", "later"],
  backorder: ["On back-order", "later"],
};

function price(product) {
  const { price: full, sale_price: sale, currency } = product;
  if (full === undefined && sale === undefined) return el("p.price", {}, el("span.none", {}, "Price on request"));
  if (sale === undefined || (full !== undefined && sale >= full)) return el("p.price", {}, money(full ?? sale, currency));
  if (full === undefined) return el("p.price", {}, money(sale, currency));
  return el(
    "p.price.sale",
    {},
    el("span.sr", {}, "Now "),
    money(sale, currency),
    " ",
    el("s", {}, el("span.sr", {}, "was "), money(full, currency)),
    el("span.off", {}, `−${Math.floor(100 * (1 - sale / full) + 1e-6)}%`),
  );
}

function rating(product) {
  if (product.rating === undefined) return null;
  const count = product.rating_count ? ` (${product.rating_count.toLocaleString()})` : "";
  const label = `Rated ${product.rating} of 5${count ? ` by ${product.rating_count}` : ""}`;
  return el(
    "span.rating",
    { role: "img", "aria-label": label },
    el("span.star", { "aria-hidden": "true" }, "★"),
    el("span", { "aria-hidden": "true" }, `${product.rating.toFixed(1)}${count}`),
  );
}

/** A picture that may be asked for: of this shop, of the web, or drawn in place; anything else is none. */
function source(image) {
  return /^(https:\/\/|data:image\/|\/(?!\/))/.test(image ?? "") ? image : null;
}

function picture(product) {
  const letter = el("span.letter", { "aria-hidden": "true" }, (product.title[0] ?? "?").toUpperCase());
  const frame = el("div.picture", {}, letter);
  const src = source(product.image);
  if (src) {
    const image = el("img", { src, alt: "", loading: "lazy", decoding: "async", width: 320, height: 240 });
    image.addEventListener("error", () => image.remove());
    frame.append(image);
  }
  return frame;
}

function title(product) {
  const away = /^https?:\/\//.test(product.url ?? "");
  const text = away ? el("a", { href: product.url, target: "_blank", rel: "noopener" }, product.title) : product.title;
  return el("h3", {}, text);
}

/** The cards of one ranking. */
export class Cards {
  constructor(items) {
    this.list = el("ol.cards", { "aria-label": "Products" });
    this.byId = new Map();
    // What every card would say says nothing about one of them; a sale stands beside the price already.
    const said = items.map(({ reasons }) => new Set(reasons?.map(({ text }) => text)));
    const shared = items.length > 1 ? (text) => said.every((texts) => texts.has(text)) : () => false;
    for (const item of items) {
      const card = this.#card(item, item.reasons?.filter(({ code, text }) => code !== "sale" && !shared(text)));
      this.byId.set(item.product.product_id, card);
      this.list.append(card.node);
    }
  }

  #card({ product }, reasons) {
    const stock = STOCK[product.availability];
    const words = el("p.words", {});
    const more = el("button.more", { type: "button", hidden: true, "aria-expanded": "false" }, "More");
    const why = el("div.why.waiting", {}, words, more);
    more.addEventListener("click", () => {
      const open = why.classList.toggle("open");
      more.textContent = open ? "Less" : "More";
      more.setAttribute("aria-expanded", String(open));
    });
    const node = el(
      "li.card",
      { "data-id": product.product_id },
      picture(product),
      el(
        "div.facts",
        {},
        product.brand ? el("p.maker", {}, product.brand) : null,
        title(product),
        price(product),
        el("p.meta", {}, rating(product), stock ? el(`span.stock.${stock[1]}`, {}, stock[0]) : null),
        reasons?.length
          ? el("ul.reasons", { "aria-label": "Why it is here" }, ...reasons.slice(0, 3).map((r) => el("li", { title: r.text }, r.text)))
          : null,
      ),
      why,
    );
    return { node, why, words, more, streamed: "" };
  }

  /** Words of an explanation as they come, or the whole of it at the end. */
  explain({ product_id: id, delta, text, final, source }) {
    const card = this.byId.get(id);
    if (!card) return;
    card.why.classList.remove("waiting");
    card.why.classList.toggle("streaming", !final);
    card.why.dataset.source = source;
    card.streamed = final ? text : card.streamed + delta;
    card.words.textContent = card.streamed;
    if (final) this.#fit(card);
  }

  #fit(card) {
    requestAnimationFrame(() => {
      card.more.hidden = card.words.scrollHeight <= card.words.clientHeight + 2;
    });
  }

  /** Nothing more will come: what was not explained needs no room for it. */
  settle() {
    for (const { why } of this.byId.values()) {
      why.classList.remove("streaming");
      if (why.classList.contains("waiting")) why.classList.replace("waiting", "silent");
    }
    // Short plain words came all at once: there is no text under way that would have to keep its room.
    const spoken = [...this.byId.values()].some(({ why }) => why.dataset.source === "model");
    this.list.classList.toggle("snug", !spoken);
  }

  /** The new order; each card glides from its old place to its new one. */
  reorder(order) {
    const before = new Map([...this.byId].map(([id, { node }]) => [id, node.getBoundingClientRect()]));
    const focused = document.activeElement;
    for (const id of order) {
      const card = this.byId.get(id);
      if (card) this.list.append(card.node);
    }
    if (focused && this.list.contains(focused)) focused.focus({ preventScroll: true });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const [id, { node }] of this.byId) {
      const now = node.getBoundingClientRect();
      const dx = before.get(id).left - now.left;
      const dy = before.get(id).top - now.top;
      if (!dx && !dy) continue;
      node.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }], {
        duration: 520,
        easing: "cubic-bezier(.2, .8, .2, 1)",
      });
    }
  }
}
