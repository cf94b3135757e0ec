// What a screen reader is told: whole sentences, each once, never a token at a time.

import { el } from "./dom.js";

const SENTENCE = /^[\s\S]*?[.!?؟。…](?=\s)/;

export class Announcer {
  constructor(label) {
    this.node = el("div.sr", { role: "log", "aria-live": "polite", "aria-label": label });
    this.rest = "";
  }

  /** More of what is being said; `whole`: it ends here. */
  say(text, whole = false) {
    if (whole && this.rest.trim() && text) this.#tell(this.rest);
    this.rest = whole && text ? text : this.rest + text;
    for (let found; (found = SENTENCE.exec(this.rest)); ) {
      this.#tell(found[0]);
      this.rest = this.rest.slice(found[0].length);
    }
    if (whole) {
      this.#tell(this.rest);
      this.rest = "";
    }
  }

  /** What was said before is on the page; here it would only be read twice. */
  clear() {
    this.rest = "";
    this.node.replaceChildren();
  }

  #tell(sentence) {
    if (sentence.trim()) this.node.append(el("p", {}, sentence.trim()));
  }
}
