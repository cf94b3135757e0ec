// What a card may do to the page around it: open a product, put one into the cart. The page hears of it as
// composed DOM events, and may take over by preventing the default.

const LONGEST_ID = 256;

/** Sends `aisle:<name>` from `host`; false where the page took over. */
export function announce(host, name, detail) {
  return host.dispatchEvent(new CustomEvent(`aisle:${name}`, { bubbles: true, composed: true, cancelable: true, detail }));
}

/**
 * The cards' way to the page and to the server's events.
 *
 * `host` has `cart` (product ids); a card's own `shop.about()` gives `{ranking_id, turn_id?, session_id?, surface}`.
 */
export function shopOf(host, { t, api, signals }) {
  const detail = (card) => {
    const { ranking_id, surface } = card.shop.about();
    return { product_id: card.id, ranking_id, position: card.place(), surface, product: card.product };
  };
  const tell = (type, card, id) => signals.tell({ event_id: id?.length <= LONGEST_ID ? id : undefined, type, product_id: card.id, position: card.place(), ...card.shop.about() });
  return {
    t,
    api,
    inCart: (id) => host.cart.includes(id),
    open(card, event) {
      tell("click", card);
      // What is opened in a tab of its own is the browser's.
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      if (!announce(host, "open-product", detail(card))) event.preventDefault();
    },
    add(card) {
      if (host.cart.includes(card.id)) return;
      tell("add_to_cart", card);
      if (announce(host, "add-to-cart", detail(card))) host.cart = [...host.cart, card.id];
    },
    // Told again after a reload it is the same impression: its id says so.
    watch: (card) => signals.whenSeen(card.node, () => tell("impression", card, `seen:${card.shop.about().ranking_id}:${card.id}`)),
  };
}
