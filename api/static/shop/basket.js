// The cart: product ids with how many and from which list, kept in this browser.

const KEY = "aisle:cart";
const MOST = 100;

/** `[{product_id, pieces, ranking_id?, position?, surface?}]`, the first put in first. */
export function held() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((line) => typeof line?.product_id === "string" && line.pieces >= 1) : [];
  } catch {
    return [];
  }
}

/** One more of it; `from` is the list that it stood on. */
export function put(product_id, from = {}) {
  const lines = held();
  const line = lines.find((each) => each.product_id === product_id);
  if (line) line.pieces = Math.min(line.pieces + 1, 99);
  else lines.push({ product_id, pieces: 1, ...from });
  keep(lines.slice(-MOST));
}

export function setPieces(product_id, pieces) {
  keep(held().flatMap((line) => (line.product_id !== product_id ? [line] : pieces > 0 ? [{ ...line, pieces: Math.min(pieces, 99) }] : [])));
}

export function empty() {
  keep([]);
}

/** `then()` now and whenever the cart changes, here or in another tab. */
export function watch(then) {
  addEventListener("aisle:cart", then);
  addEventListener("storage", (event) => (event.key === KEY || event.key === null) && then());
  then();
}

function keep(lines) {
  try {
    localStorage.setItem(KEY, JSON.stringify(lines));
  } catch {
    // A full or forbidden storage costs the cart; the page goes on.
  }
  dispatchEvent(new Event("aisle:cart"));
}
