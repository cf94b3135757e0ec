// What was understood, as chips that can be taken away.

import { el, money } from "./dom.js";

function priceLabel({ min, max }, currency) {
  if (min !== undefined && max !== undefined) return `${money(min, currency)} to ${money(max, currency)}`;
  return max !== undefined ? `Up to ${money(max, currency)}` : `From ${money(min, currency)}`;
}

const SORT = { price_asc: "Cheapest first", price_desc: "Dearest first", rating: "Best rated first", newest: "Newest first" };

function without(values, name, value) {
  const left = values[name].filter((other) => other !== value);
  const { [name]: _, ...others } = values;
  return left.length ? { ...others, [name]: left } : others;
}

/** `[{label, rest}]`: each constraint in words, and the constraints that are left without it. */
export function chipsOf(constraints, currency) {
  const out = [];
  const { price, include = {}, exclude = {}, in_stock: inStock, sort } = constraints;
  const drop = (name) => Object.fromEntries(Object.entries(constraints).filter(([key]) => key !== name));
  if (price) out.push({ label: priceLabel(price, currency), rest: drop("price") });
  for (const [name, values] of Object.entries(include)) {
    for (const value of values) {
      const plain = name === "brand" || name === "category" || !/^(yes|no|\d[\w.]*)$/i.test(value);
      const label = plain ? value : `${name.replaceAll("_", " ")}: ${value}`;
      out.push({ label, rest: { ...constraints, include: without(include, name, value) } });
    }
  }
  for (const [name, values] of Object.entries(exclude)) {
    for (const value of values) {
      out.push({ label: `not ${value}`, rest: { ...constraints, exclude: without(exclude, name, value) } });
    }
  }
  if (inStock !== undefined) out.push({ label: inStock ? "In stock" : "Not in stock", rest: drop("in_stock") });
  if (sort && SORT[sort]) out.push({ label: SORT[sort], rest: drop("sort") });
  return out;
}

/** The chips as a list of buttons; `remove({label, rest})` is called for the one taken away. */
export function chipList(constraints, currency, remove) {
  const chips = chipsOf(constraints, currency);
  if (!chips.length) return null;
  return el(
    "ul.chips",
    { "aria-label": "Understood" },
    ...chips.map((chip) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", "aria-label": `Remove: ${chip.label}`, onclick: () => remove(chip) },
          chip.label,
          el("span.x", { "aria-hidden": "true" }, "×"),
        ),
      ),
    ),
  );
}
