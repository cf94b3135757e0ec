// Where the shopper writes: one line that grows, send, and stop while an answer is under way.

import { el, icon } from "./dom.js";

/** `{send(text), stop(), cancel()}` are what it does; `busy(is)`, `edit(text)` and `done()` what is done to it. */
export class Composer {
  constructor(t, { send, stop, cancel }) {
    this.t = t;
    this.box = el("textarea", {
      id: "message",
      rows: 1,
      maxlength: 4000,
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-label": t("message"),
      placeholder: t("ask"),
    });
    this.sending = el("button.send", { type: "submit", "aria-label": t("send"), title: t("send") }, icon("send"));
    this.stopping = el("button.send.stop", { type: "button", "aria-label": t("stop"), title: t("stop"), hidden: true }, icon("stop"));
    const cancelling = el("button.quiet", { type: "button", onclick: cancel }, t("cancel"));
    this.note = el("p.editing", { hidden: true }, t("editing"), " ", cancelling);
    this.node = el("form.composer", {}, this.note, el("div.line", {}, this.box, this.sending, this.stopping));
    this.working = false;
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.box.value.trim();
      if (!text || this.working) return;
      this.box.value = "";
      this.#grow();
      send(text);
    });
    this.box.addEventListener("input", () => this.#grow());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.node.requestSubmit();
      } else if (event.key === "Escape" && !this.note.hidden) {
        event.stopPropagation();
        cancel();
      }
    });
    this.stopping.addEventListener("click", () => {
      this.stopping.disabled = true;
      stop();
    });
  }

  busy(is) {
    const held = this.node.contains(this.node.getRootNode().activeElement);
    this.working = is;
    this.sending.hidden = is;
    this.stopping.hidden = !is;
    this.stopping.disabled = false;
    // A button that goes takes the focus with it.
    if (held && this.node.getRootNode().activeElement !== this.box) this.box.focus({ preventScroll: true });
  }

  /** The conversation has begun: what can be said now is a refinement. */
  refine(is) {
    this.box.placeholder = this.t(is ? "refine" : "ask");
  }

  /** A text to be sent when the shopper likes. */
  fill(text) {
    this.box.value = text;
    this.#grow();
    this.box.focus();
  }

  edit(text) {
    this.note.hidden = false;
    this.fill(text);
  }

  /** No more an edit; a text that was not sent goes with it. */
  done() {
    this.note.hidden = true;
    this.box.value = "";
    this.#grow();
  }

  #grow() {
    this.box.style.blockSize = "auto";
    this.box.style.blockSize = `${Math.min(this.box.scrollHeight, 160)}px`;
  }
}
