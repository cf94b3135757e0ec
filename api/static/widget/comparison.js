// Products side by side: what the catalog says of each, in a table, and the bar that gathers them.

import { el } from "./dom.js";
import { picture, price, rating, stock } from "./facts.js";

const MOST = 4;
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** What the shopper picked to compare, in the order of picking; of several lists, if they like. */
export class Comparison {
  /** `ask(cards)`: the shopper wants to see them side by side. */
  constructor(t, ask) {
    Object.assign(this, { t, cards: [] });
    this.text = el("span", {});
    this.go = el("button.add", { type: "button", onclick: () => ask(this.take()) }, t("compareNow"));
    const clear = el("button.quiet", { type: "button", onclick: () => this.take() }, t("clear"));
    this.node = el("div.comparing", { role: "group", "aria-label": t("comparison"), hidden: true }, this.text, clear, this.go);
  }

  choose(card, is) {
    this.cards = is ? [...this.cards, card] : this.cards.filter((other) => other !== card);
    if (this.cards.length > MOST) this.cards.shift().chosen(false);
    this.#show();
  }

  /** What was picked; nothing is from now on. */
  take() {
    const { cards } = this;
    for (const card of cards) card.chosen(false);
    this.cards = [];
    this.#show();
    return cards;
  }

  #show() {
    this.node.hidden = !this.cards.length;
    this.text.textContent = this.t("comparing", { n: this.cards.length });
    this.go.disabled = this.cards.length < 2;
  }
}

/** The same in words, as the shopper reads it, and as the assistant does: by places of the list on screen. */
export function comparisonRequest(cards, order, t) {
  const titles = cards.map(({ product }) => product.title);
  const said = t("compareSaid", { what: new Intl.ListFormat(t.language).format(titles) });
  const places = cards.map(({ id }) => ORDINALS[order.indexOf(id)]);
  // The assistant counts in the list it gave last; of any other the table tells what there is to tell.
  const words = places.every(Boolean) ? `compare ${places.map((place) => `the ${place}`).join(" and ")}` : null;
  return { said, words };
}

function attributeRows(products, t) {
  const names = [...new Set(products.flatMap(({ attributes = {} }) => Object.keys(attributes)))];
  const told = (value) => (value === undefined ? t("unknown") : [value].flat().map((v) => (/^(yes|no)$/.test(v) ? t(v) : v)).join(", "));
  return names.map((name) => [name.replaceAll("_", " "), products.map(({ attributes = {} }) => told(attributes[name]))]);
}

/** The table. Rows in which the products differ are marked. `shop` as for cards. */
export function comparisonTable(cards, shop) {
  const { t, api } = shop;
  const products = cards.map(({ product }) => product);
  const none = () => t("unknown");
  const rows = [
    [t("price"), products.map((product) => price(product, t))],
    [t("rating"), products.map((product) => rating(product, t) ?? none())],
    [t("stock"), products.map((product) => stock(product, t) ?? none())],
    [t("brand"), products.map(({ brand }) => brand ?? t("unknown"))],
    ...attributeRows(products, t),
  ];
  const text = (cell) => (typeof cell === "string" ? cell : cell.textContent);
  const differs = (cells) => new Set(cells.map(text)).size > 1;
  const head = products.map((product) => el("th", { scope: "col" }, picture(product, api), el("span.name", {}, product.title)));
  return el(
    "div.table",
    { tabindex: "0", role: "region", "aria-label": t("comparison") },
    el(
      "table",
      {},
      el("caption.sr", {}, t("comparison")),
      el("thead", {}, el("tr", {}, el("td", {}), ...head)),
      el(
        "tbody",
        {},
        ...rows.map(([name, cells]) =>
          el(differs(cells) ? "tr.differs" : "tr", {}, el("th", { scope: "row" }, name), ...cells.map((cell) => el("td", {}, cell))),
        ),
      ),
    ),
  );
}
