// What the catalog says of a product, as nodes: price, rating, stock, picture. A model has no part in these.

import { el, pictureAddress } from "./dom.js";

const STOCK = { in_stock: "yes", out_of_stock: "no", preorder: "later", backorder: "later" };

/** What is paid now, and before that where it is on sale. */
export function price(product, t) {
  const { price: full, sale_price: sale, currency } = product;
  if (full === undefined && sale === undefined) return el("p.price", {}, el("span.none", {}, t("on_request")));
  if (sale === undefined || full === undefined || sale >= full) return el("p.price", {}, t.money(Math.min(full ?? sale, sale ?? full), currency));
  const off = Math.floor(100 * (1 - sale / full) + 1e-6);
  return el(
    "p.price.sale",
    {},
    el("span.sr", {}, t("now")),
    t.money(sale, currency),
    " ",
    el("s", {}, el("span.sr", {}, t("was")), t.money(full, currency)),
    off ? el("span.off", {}, t.percent(-off / 100)) : null,
  );
}

export function rating({ rating: stars, rating_count: count }, t) {
  if (stars === undefined) return null;
  const label = count ? t("ratedBy", { rating: stars, n: count }) : t("rated", { rating: stars });
  return el(
    "span.rating",
    { role: "img", "aria-label": label },
    el("span.star", { "aria-hidden": "true" }, "★"),
    el("span", { "aria-hidden": "true" }, t.number(stars) + (count ? ` (${t.number(count)})` : "")),
  );
}

export function stock({ availability }, t) {
  return Object.hasOwn(STOCK, availability ?? "") ? el(`span.stock.${STOCK[availability]}`, {}, t(availability)) : null;
}

/** The catalog's picture; its first letter until that has come, and where there is none. */
export function picture(product, api) {
  const letter = el("span.letter", { "aria-hidden": "true" }, ([...product.title][0] ?? "?").toUpperCase());
  const frame = el("div.picture", {}, letter);
  const src = pictureAddress(product.image, api);
  if (src) {
    const image = el("img", { src, alt: "", loading: "lazy", decoding: "async", width: 320, height: 240 });
    image.addEventListener("error", () => image.remove());
    frame.append(image);
  }
  return frame;
}
