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
  const whole = Number.isInteger(amount);
  const digits = { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 };
  try {
    const style = currency ? { style: "currency", currency } : {};
    return new Intl.NumberFormat(undefined, { ...style, ...digits }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}
