// What was understood, as chips that can be taken away.

import { el, money } from "./dom.js";

function priceLabel({ min, max }, currency) {
  if (min !== undefined && max !== undefined) return `${money(min, currency)} to ${money(max, currency)}`;
  return max !== undefined ? `Up to ${money(max, currency)}` : `From ${money(min, currency)}`;
}

const SORT = { price_asc: "Cheapest first", price_desc: "Dearest first", rating: "Best rated first", newest: "Newest first" };

/** "waterproof" where the attribute is a yes; "size: 9" where a number alone would say nothing. */
function inWords(name, value) {
  const said = name.replaceAll("_", " ");
  if (/^(yes|true)$/i.test(value)) return said;
  if (/^(no|false)$/i.test(value)) return `not ${said}`;
  return name !== "brand" && name !== "category" && /^\d[\w.]*$/.test(value) ? `${said}: ${value}` : value;
}

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
      const label = inWords(name, value);
      out.push({ label, rest: { ...constraints, include: without(include, name, value) } });
    }
  }
  for (const [name, values] of Object.entries(exclude)) {
    for (const value of values) {
      out.push({ label: `not ${inWords(name, value)}`, rest: { ...constraints, exclude: without(exclude, name, value) } });
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
