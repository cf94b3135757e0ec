// What was understood, as chips that can be taken away.

import { el } from "./dom.js";

const SORTS = { price_asc: "price_asc", price_desc: "price_desc", rating: "by_rating", newest: "newest" };

function priceLabel({ min, max }, currency, t) {
  const [low, high] = [min, max].map((bound) => (bound === undefined ? undefined : t.money(bound, currency)));
  if (low !== undefined && high !== undefined) return t("between", { min: low, max: high });
  return high !== undefined ? t("upTo", { max: high }) : t("from", { min: low });
}

/** "waterproof" where the attribute is a yes; "size: 9" where a number alone would say nothing. */
function inWords(name, value, t) {
  const said = name.replaceAll("_", " ");
  if (/^(yes|true)$/i.test(value)) return said;
  if (/^(no|false)$/i.test(value)) return t("not", { what: said });
  return name !== "brand" && name !== "category" && /^\d[\w.]*$/.test(value) ? `${said}: ${value}` : value;
}

function lessOne(values, name, value) {
  const left = values[name].filter((other) => other !== value);
  const others = without(values, { [name]: true });
  return left.length ? { ...others, [name]: left } : others;
}

/** `values` without those whose names `gone` has. */
function without(values, gone) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(gone, name)));
}

/**
 * `[{label, rest}]`: each constraint in words, and the constraints that are left without it.
 * `labels`: by name, one chip for values that are many ("weight: up to 2 kg").
 */
function chipsOf(constraints, labels, currency, t) {
  const { price, include = {}, exclude = {}, in_stock: inStock, sort } = constraints;
  const drop = (name) => Object.fromEntries(Object.entries(constraints).filter(([key]) => key !== name));
  const each = (values, of) => Object.entries(values).flatMap(([name, several]) => several.map((value) => of(name, value)));
  return [
    ...(price ? [{ label: priceLabel(price, currency, t), rest: drop("price") }] : []),
    ...Object.keys(include).filter((name) => Object.hasOwn(labels, name)).map((name) => ({
      label: labels[name],
      rest: { ...constraints, include: without(include, { [name]: true }) },
    })),
    ...each(without(include, labels), (name, value) => ({
      label: inWords(name, value, t),
      rest: { ...constraints, include: lessOne(include, name, value) },
    })),
    ...each(exclude, (name, value) => ({
      label: t("not", { what: inWords(name, value, t) }),
      rest: { ...constraints, exclude: lessOne(exclude, name, value) },
    })),
    ...(inStock === undefined ? [] : [{ label: t(inStock ? "in_stock" : "notInStock"), rest: drop("in_stock") }]),
    ...(Object.hasOwn(SORTS, sort ?? "") ? [{ label: t(SORTS[sort]), rest: drop("sort") }] : []),
  ];
}

/** The chips as a list of buttons; `remove({label, rest})` is called for the one taken away. */
export function chipList(constraints, labels, currency, t, remove) {
  const chips = chipsOf(constraints, labels, currency, t);
  if (!chips.length) return null;
  return el(
    "ul.chips",
    { "aria-label": t("understood") },
    ...chips.map((chip) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", "aria-label": t("remove", { what: chip.label }), onclick: () => remove(chip) },
          chip.label,
          el("span.x", { "aria-hidden": "true" }, "×"),
        ),
      ),
    ),
  );
}
