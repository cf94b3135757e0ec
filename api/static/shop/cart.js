// The cart's page: each line as the catalog has it now, and what goes with it.

import * as basket from "./basket.js";
import { el, money, pictureOf, productPath } from "./dom.js";
import { send, tell } from "./happened.js";
import { product, recommendations } from "./server.js";

const priceOf = ({ price, sale_price: sale }) => (sale === undefined ? price : price === undefined ? sale : Math.min(price, sale));

export async function showCart(node, together, watchCard) {
  const known = new Map();
  let ordered = false;

  async function draw() {
    if (ordered) return;
    const lines = basket.held();
    const missing = lines.filter((line) => !known.has(line.product_id));
    await Promise.all(missing.map(async ({ product_id }) => known.set(product_id, await product(product_id))));
    if (!lines.length) {
      node.replaceChildren(el("div.empty", {}, bag(), el("strong", {}, "Nothing in it yet"), el("p", {}, "What you put in stays here, in this browser."), el("a.button", { href: "/" }, "Look around")));
      together.hidden = true;
      return;
    }
    const focused = document.activeElement?.dataset?.focus;
    const rows = lines.map((line) => row(line, known.get(line.product_id)));
    node.replaceChildren(el("ul.lines", { "aria-label": "In your cart" }, ...rows), sum(lines));
    if (focused) node.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  function row(line, found) {
    const { product_id, pieces } = line;
    const title = found?.title ?? product_id;
    const change = (to) => {
      if (to < pieces) tell({ type: "remove_from_cart", product_id, ...from(line) });
      else tell({ type: "add_to_cart", product_id, ...from(line) });
      basket.setPieces(product_id, to);
    };
    const button = (text, label, to, name) => el("button", { type: "button", "aria-label": `${label}: ${title}`, "data-focus": `${name} ${product_id}`, onclick: () => change(to) }, text);
    const gone = found === null ? "It is not in the shop any more." : found === undefined ? "The catalog is out of reach; its price is shown once it is back." : null;
    const each = found ? priceOf(found) : undefined;
    return el(
      "li.line",
      { "data-product": product_id },
      found ? el("img", { src: pictureOf(found), alt: "", width: 96, height: 96 }) : el("span.blank", {}),
      el(
        "div.facts",
        {},
        found?.brand ? el("p.maker", {}, found.brand) : null,
        el("h2.name", {}, found ? el("a", { href: productPath(product_id) }, title) : title),
        gone ? el("p.notice", {}, gone) : found.availability === "out_of_stock" ? el("p.notice", {}, "It is out of stock now.") : null,
        el("div.pieces", {}, button("−", "One less", pieces - 1, "less"), el("span", { "aria-label": `${pieces} of it` }, String(pieces)), button("+", "One more", pieces + 1, "more"), el("button.quiet", { type: "button", "aria-label": `Remove: ${title}`, onclick: () => change(0) }, "Remove")),
      ),
      el("p.price", {}, each === undefined ? "" : money(Math.round(each * pieces * 100) / 100, found.currency)),
    );
  }

  function sum(lines) {
    const sums = new Map();
    for (const line of lines) {
      const found = known.get(line.product_id);
      const each = found ? priceOf(found) : undefined;
      if (each !== undefined) sums.set(found.currency, (sums.get(found.currency) ?? 0) + each * line.pieces);
    }
    const text = [...sums].map(([currency, amount]) => money(Math.round(amount * 100) / 100, currency)).join(" + ");
    return el(
      "div.sum",
      {},
      el("p", {}, el("span", {}, "Together"), el("strong", {}, text)),
      el("button.button.big", { type: "button", onclick: () => buy(lines) }, "Place the order"),
      el("p.fine", {}, "This is a demonstration: nothing is charged and nothing is sent."),
    );
  }

  function buy(lines) {
    for (const line of lines) {
      if (known.get(line.product_id)) tell({ type: "purchase", product_id: line.product_id, value: line.pieces, ...from(line) });
    }
    send();
    ordered = true;
    basket.empty();
    const thanks = el("section.thanks", { tabindex: "-1" }, el("h2", {}, "Thank you"), el("p", {}, "Your order is noted, and the shop has learned what goes together."), el("p", {}, el("a.button", { href: "/" }, "Back to the shop")));
    node.replaceChildren(thanks);
    together.hidden = true;
    thanks.focus();
  }

  async function companions() {
    const ids = basket.held().map((line) => line.product_id);
    const beside = ids.length ? { product_id: ids.at(-1), exclude: ids } : {};
    let surface, found;
    // Where nobody bought anything beside it yet: what is near to the cart.
    for (surface of ids.length ? ["goes_with", "cart"] : ["home"]) {
      found = await recommendations({ ...beside, limit: 12, explain: "none", surface });
      if (found?.items.length) break;
    }
    const items = found?.items ?? [];
    if (!items.length || ordered) return;
    const list = together.querySelector("ol");
    const title = ids.length ? "Goes with your cart" : "You may like";
    together.querySelector("h2").textContent = title;
    list.setAttribute("aria-label", title);
    list.dataset.surface = surface;
    list.dataset.ranking = found.ranking_id;
    list.replaceChildren(...items.map(card));
    together.hidden = false;
    for (const each of list.children) watchCard(each);
  }

  basket.watch(draw);
  await companions();
}

/** The bag of the header, large. */
const bag = () => document.querySelector("#to-cart svg").cloneNode(true);

const from = ({ ranking_id, position, surface }) => ({ ranking_id, position, surface });

function card({ product: found, rank, reasons }) {
  const amount = priceOf(found);
  const why = (reasons ?? []).filter(({ code }) => !["sale", "stock", "rating"].includes(code)).slice(0, 2).map(({ text }) => text).join(" · ");
  const words = why.charAt(0).toUpperCase() + why.slice(1);
  return el(
    "li.card",
    { "data-product": found.product_id, "data-position": rank },
    el("div.picture", {}, el("img", { src: pictureOf(found), alt: "", width: 320, height: 320, loading: "lazy" })),
    el(
      "div.facts",
      {},
      found.brand ? el("p.maker", {}, found.brand) : null,
      el("h3.name", {}, el("a", { href: productPath(found.product_id) }, found.title)),
      el("p.price", {}, amount === undefined ? "Price on request" : money(amount, found.currency)),
      why ? el("p.reason", {}, words) : null,
    ),
    amount === undefined ? null : el("button.add", { type: "button", "data-add": true, "aria-label": `Add ${found.title} to the cart` }, "+"),
  );
}
