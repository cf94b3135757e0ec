// Words, numbers and money in the shopper's language.

import { ar } from "./strings/ar.js";
import { de } from "./strings/de.js";
import { en } from "./strings/en.js";

const LANGUAGES = { ar, de, en };
const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** Strings of one more language, for those who are built from now on. */
export function learn(code, strings) {
  LANGUAGES[code] = strings;
}

function usable(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/**
 * Everything that depends on a language, for one locale (`de-AT`): `t("addOf", {what})`, `t.number(5)`,
 * `t.money(9.5, "EUR")`, `t.language`, `t.direction`.
 */
export function wordsOf(locale) {
  const tag = usable(locale || document.documentElement.lang || navigator.language) ?? "en";
  const language = Object.hasOwn(LANGUAGES, tag.split("-")[0]) ? tag.split("-")[0] : "en";
  // Words and numbers of one language: an English sentence with Bengali digits is neither.
  const spoken = tag.startsWith(language) ? tag : language;
  const plural = new Intl.PluralRules(spoken);
  // The digits of the catalog's own texts.
  const plain = { maximumFractionDigits: 2, numberingSystem: "latn" };
  const numbers = new Intl.NumberFormat(spoken, plain);
  const t = (name, values = {}) => {
    let text = LANGUAGES[language][name] ?? en[name];
    if (typeof text === "object") text = text[plural.select(values.n)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? numbers.format(values[key]) : values[key]));
  };
  t.has = (name) => Object.hasOwn(en, name);
  t.number = (value) => numbers.format(value);
  t.money = (amount, currency) => {
    const digits = { ...plain, minimumFractionDigits: Number.isInteger(amount) ? 0 : 2 };
    try {
      return new Intl.NumberFormat(spoken, { ...(currency ? { style: "currency", currency, currencyDisplay: "narrowSymbol" } : {}), ...digits }).format(amount);
    } catch {
      return `${amount} ${currency}`;
    }
  };
  t.percent = (share) => new Intl.NumberFormat(spoken, { ...plain, style: "percent" }).format(share);
  t.language = spoken;
  t.direction = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
  return t;
}
