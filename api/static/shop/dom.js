// Elements made as nodes; text is only ever text.

/** `el("p.note", {hidden: true}, "text", child)` */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An amount as a shopper reads it; without a currency, the bare number. */
export function money(amount, currency) {
  const digits = { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat("en", { ...(currency ? { style: "currency", currency } : {}), ...digits }).format(amount);
  } catch {
    return `${amount} ${currency ?? ""}`.trim();
  }
}

export const productPath = (id) => `/p/${encodeURIComponent(id)}`;

/** A picture that a page may ask for; else the one that the shop draws. */
export function pictureOf(product) {
  const image = (product.image ?? "").trim();
  return /^(https:\/\/|data:image\/|\/(?![/\\]))/.test(image) ? image : `/pictures/${encodeURIComponent(product.product_id)}.svg`;
}
