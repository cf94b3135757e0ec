// One product: complete the moment the ranking comes, explained as the words arrive.

import { el, icon, pageAddress } from "./dom.js";
import { picture, price, rating, stock } from "./facts.js";

/**
 * A card of `item`. `shop` is what the card may do and know:
 * `{t, api, open(card, event), add(card), inCart(id), compare?(card, is)}`.
 */
export class Card {
  constructor({ product, reasons = [] }, shop, place) {
    Object.assign(this, { product, shop, place, streamed: "" });
    const { t, api } = shop;
    this.id = product.product_id;
    this.words = el("p.words", {});
    this.more = el("button.more", { type: "button", hidden: true, "aria-expanded": "false", "aria-label": t("moreOf", { what: product.title }) }, t("more"));
    this.why = el("div.why.waiting", {}, this.words, this.more);
    this.more.addEventListener("click", () => {
      const open = this.why.classList.toggle("open");
      this.more.textContent = t(open ? "less" : "more");
      this.more.setAttribute("aria-expanded", String(open));
    });
    this.adding = el("button.add", { type: "button", onclick: () => shop.add(this) });
    this.choice = shop.compare ? this.#choice() : null;
    this.node = el(
      "li.card",
      { "data-id": this.id },
      picture(product, api),
      el(
        "div.facts",
        {},
        product.brand ? el("p.maker", {}, product.brand) : null,
        this.#title(),
        price(product, t),
        el("p.meta", {}, rating(product, t), stock(product, t)),
        reasons.length
          ? el("ul.reasons", { "aria-label": t("why") }, ...reasons.slice(0, 3).map(({ text }) => el("li", { title: text }, text)))
          : null,
      ),
      this.why,
      el("div.acts", {}, this.adding, this.choice),
    );
    this.showCart();
  }

  #title() {
    const { product, shop } = this;
    const address = pageAddress(product.url);
    if (!address) return el("h3", {}, product.title);
    const away = address.origin === location.origin ? {} : { target: "_blank", rel: "noopener" };
    return el("h3", {}, el("a", { href: address.href, ...away, onclick: (event) => shop.open(this, event), onauxclick: (event) => shop.open(this, event) }, product.title));
  }

  #choice() {
    const { t } = this.shop;
    const box = el("input", { type: "checkbox", "aria-label": t("compareOf", { what: this.product.title }) });
    box.addEventListener("change", () => this.shop.compare(this, box.checked));
    this.chosen = (is) => {
      box.checked = is;
    };
    return el("label.choice", {}, box, el("span", { "aria-hidden": "true" }, t("compare")));
  }

  /** Whether it lies in the cart, as the button says it. */
  showCart() {
    const { t } = this.shop;
    const inside = this.shop.inCart(this.id);
    this.adding.classList.toggle("in", inside);
    this.adding.disabled = this.product.availability === "out_of_stock" && !inside;
    this.adding.setAttribute("aria-label", t(inside ? "addedOf" : "addOf", { what: this.product.title }));
    this.adding.replaceChildren(icon(inside ? "check" : "cart"), el("span", {}, t(inside ? "added" : "add")));
  }

  /** Words of an explanation as they come, or the whole of it at the end. */
  explain({ delta, text, final, source }) {
    this.why.classList.remove("waiting");
    this.why.classList.toggle("streaming", !final);
    this.why.dataset.source = source;
    this.streamed = final ? text : this.streamed + delta;
    this.words.textContent = this.streamed;
    if (final) this.fit();
  }

  /** Whether there is more than the room shows. */
  fit() {
    requestAnimationFrame(() => {
      if (this.why.classList.contains("open")) return;
      this.more.hidden = this.words.scrollHeight <= this.words.clientHeight + 2;
    });
  }

  /** Nothing more will come: what was not explained needs no room for it. */
  settle() {
    this.why.classList.remove("streaming");
    if (this.why.classList.contains("waiting")) this.why.classList.replace("waiting", "silent");
  }
}
