// Every page of the storefront: what is seen and clicked is told, things go into the cart, the assistant knows it.

import * as basket from "./basket.js";
import { el, productPath } from "./dom.js";
import { tell, whenSeen } from "./happened.js";

document.documentElement.classList.add("scripted");
const said = document.getElementById("said");
const assistant = () => document.querySelector("aisle-assistant");
const FROM = "aisle:from";

/** Where a card stands: on which list, at which place. */
function whence(card) {
  const list = card.closest("[data-surface]");
  return { ranking_id: list?.dataset.ranking, surface: list?.dataset.surface, position: Number(card.dataset.position) || undefined };
}

// The list that led to a product's page is the cause of what happens there.
function leave(product_id, from) {
  try {
    sessionStorage.setItem(FROM, JSON.stringify({ product_id, from }));
  } catch {
    // Without a storage the page's own visit has no cause.
  }
}

function arrived(product_id) {
  try {
    const found = JSON.parse(sessionStorage.getItem(FROM) ?? "null");
    return found?.product_id === product_id ? found.from : {};
  } catch {
    return {};
  }
}

function added(title) {
  said.replaceChildren(el("span", {}, `${title ? `${title} is` : "It is"} in your cart. `), el("a", { href: "/cart" }, "See the cart"));
  said.classList.add("shown");
  clearTimeout(added.timer);
  added.timer = setTimeout(() => said.classList.remove("shown"), 6000);
}

function put(product_id, from, title) {
  basket.put(product_id, from);
  tell({ type: "add_to_cart", product_id, ...from });
  added(title);
}

for (const card of document.querySelectorAll(".card[data-product]")) watchCard(card);

export function watchCard(card) {
  const product_id = card.dataset.product;
  const from = whence(card);
  // Lists without an id were not recorded: the page's own elements ask for theirs.
  if (from.ranking_id) whenSeen(card, () => tell({ type: "impression", product_id, ...from }));
  card.querySelector(".name a")?.addEventListener("click", () => {
    tell({ type: "click", product_id, ...from });
    leave(product_id, from);
  });
  card.querySelector("[data-add]")?.addEventListener("click", () => put(product_id, from, card.querySelector(".name")?.textContent));
}

const shown = document.getElementById("product");
if (shown) {
  const product_id = shown.dataset.product;
  const from = arrived(product_id);
  tell({ type: "view", product_id, ...from });
  shown.querySelector("[data-add]")?.addEventListener("click", () => put(product_id, from, shown.querySelector("h1").textContent));
  shown.querySelector("[data-ask-about]")?.addEventListener("click", () => assistant()?.open?.());
}

// The assistant and its lists say what happened in them; they have told the server already.
document.addEventListener("aisle:add-to-cart", (event) => {
  const { product_id, ranking_id, position, surface, product } = event.detail;
  basket.put(product_id, { ranking_id, position, surface });
  added(product?.title);
});
document.addEventListener("aisle:open-product", (event) => {
  const { product_id, ranking_id, position, surface } = event.detail;
  leave(product_id, { ranking_id, position, surface });
  // Their link is the catalog's own; in this shop a product has its page here.
  event.preventDefault();
  location.assign(productPath(product_id));
});

for (const ask of document.querySelectorAll("[data-ask]")) {
  ask.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !assistant()?.ask) return;
    event.preventDefault();
    assistant().ask(ask.dataset.ask);
  });
}

// Filters take effect when they are ticked; the button is for whoever has no script, and for a typed price.
for (const form of document.querySelectorAll("form[data-submits]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const input of form.elements) if (input.name && !input.value) input.disabled = true;
  });
  if (matchMedia("(max-width: 52rem)").matches) form.querySelector("details.panel")?.removeAttribute("open");
}
addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("form[data-submits] :disabled")) input.disabled = false;
});

const count = document.getElementById("cart-count");
basket.watch(() => {
  const lines = basket.held();
  const pieces = lines.reduce((sum, line) => sum + line.pieces, 0);
  count.hidden = !pieces;
  count.textContent = String(pieces);
  customElements.whenDefined("aisle-assistant").then(() => {
    for (const element of document.querySelectorAll("aisle-assistant, aisle-recommendations")) element.cart = lines.map((line) => line.product_id);
  });
});

const cart = document.getElementById("cart");
if (cart) import("./cart.js").then(({ showCart }) => showCart(cart, document.getElementById("together"), watchCard));
