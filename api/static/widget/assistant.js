// <aisle-assistant>: the conversation as a panel that opens over the page, or (`inline`) as a part of it.

import { Announcer } from "./announcer.js";
import { Client } from "./client.js";
import { Comparison, comparisonRequest, comparisonTable } from "./comparison.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { deepFocus, goRound, remember, remembered } from "./dialog.js";
import { el, icon, iconButton } from "./dom.js";
import { Memory } from "./memory.js";
import { shopOf } from "./shop.js";
import { Signals } from "./signals.js";
import { ASSISTANT_STYLE, sheetOf } from "./styles.js";
import { wordsOf } from "./strings.js";
import { API } from "./home.js";

const EXAMPLES = ["example1", "example2", "example3", "example4"];

export class AisleAssistant extends HTMLElement {
  static observedAttributes = ["key", "api", "user-id", "identity", "session-id", "locale", "dir", "inline"];

  #cart = [];

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheetOf(ASSISTANT_STYLE)];
  }

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.signals?.close();
    this.conversation?.stop();
    this.signals = null;
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now) this.renew();
  }

  /** Builds it anew: another language was learned, say. The conversation is told again. */
  renew() {
    if (!this.signals) return;
    this.disconnectedCallback();
    this.#build();
  }

  /** Product ids that lie in the page's cart; set it whenever that changes. */
  get cart() {
    return this.#cart;
  }

  set cart(ids) {
    this.#cart = [...ids].map(String).slice(-100);
    for (const { cards } of this.conversation?.views ?? []) for (const card of cards?.cards ?? []) card.showCart();
  }

  /** Opens the panel; the focus goes into it, and back to where it was when it is closed. */
  open() {
    if (this.inline || !this.panel.hidden) return;
    this.opener = deepFocus();
    this.panel.hidden = false;
    this.launcher.hidden = true;
    remember(true);
    this.composer.box.focus({ preventScroll: true });
  }

  close() {
    if (this.inline || this.panel.hidden) return;
    const held = this.root.activeElement !== null;
    this.panel.hidden = true;
    this.launcher.hidden = false;
    remember(false);
    if (!held) return;
    const back = this.opener?.isConnected && this.opener !== document.body ? this.opener : this.launcher;
    back.focus();
  }

  /** Opens the panel and says `text` for the shopper; while an answer is under way it only waits in the box. */
  ask(text) {
    this.open();
    if (this.conversation.running) this.composer.fill(String(text));
    else this.conversation.say(String(text));
  }

  get inline() {
    return this.hasAttribute("inline");
  }

  #build() {
    const t = (this.t = wordsOf(this.getAttribute("locale")));
    const attribute = (name) => this.getAttribute(name) ?? "";
    const api = (attribute("api") || API).replace(/\/$/, "");
    const client = new Client({ api, key: attribute("key"), identity: attribute("identity"), userId: attribute("user-id") });
    this.signals = new Signals(client);
    const shop = shopOf(this, { t, api, signals: this.signals });
    this.announcer = new Announcer(t("conversation"));
    this.composer = new Composer(t, {
      send: (text) => {
        const replaces = this.editing;
        this.#edited();
        this.conversation.say(text, { replaces });
      },
      stop: () => this.conversation.stop(),
      cancel: () => this.#edited(),
    });
    this.comparison = new Comparison(t, (cards) => this.#compare(cards));
    this.conversation = new Conversation(client, Memory.of(`${api} ${attribute("key")}`, attribute("session-id")), {
      shop: {
        ...shop,
        compare: (card, is) => this.comparison.choose(card, is),
        rate: (view, value) => this.signals.tell({ type: "feedback", value, turn_id: view.turnId, ranking_id: view.rankingId, session_id: this.conversation.memory.session }),
        seen: (view) => view.cards.cards.forEach(shop.watch),
      },
      edit: (view) => this.#edit(view),
      context: () => this.#context(),
      append: (view, quiet) => this.#append(view, quiet),
      busy: (is) => this.#busy(is),
      begun: (is) => this.#begun(is),
      broken: (is) => this.#broken(is),
      trouble: (text, retry) => this.#trouble(text, retry),
      say: (text, whole) => this.announcer.say(text, whole),
    });
    this.signals.beforeLeaving(() => this.conversation.views.at(-1)?.leave());
    this.#draw(t);
    this.#begun(false);
    this.conversation.restore();
    if (!this.inline && remembered()) {
      this.panel.hidden = false;
      this.launcher.hidden = true;
    }
  }

  #draw(t) {
    const tools = [
      (this.freshening = iconButton("fresh", t("fresh"), { onclick: () => this.#fresh() })),
      this.inline ? null : iconButton("wide", t("widen"), { "aria-pressed": "false", onclick: (event) => this.#widen(event) }),
      this.inline ? null : iconButton("close", t("close"), { onclick: () => this.close() }),
    ];
    this.welcome = el(
      "section.welcome",
      {},
      el("h2", {}, t("hello")),
      el("p", {}, t("intro")),
      el("ul.examples", { "aria-label": t("examples") }, ...this.#examples(t)),
    );
    this.turns = el("div.turns", {});
    this.status = el("p.status", { role: "status", hidden: true });
    this.log = el("div.log", { id: "log", role: "region", "aria-label": t("conversation"), "aria-busy": "false", tabindex: "0" }, this.welcome, this.turns);
    this.panel = el(
      "section.panel",
      { hidden: !this.inline, role: this.inline ? "region" : "dialog", "aria-modal": this.inline ? null : "true", "aria-label": t("title") },
      el("header.top", {}, icon("spark"), el("h2.title", {}, t("title")), ...tools),
      this.log,
      this.status,
      this.comparison.node,
      el("footer.bottom", {}, this.composer.node, el("p.fine", {}, t("fine"))),
      this.announcer.node,
    );
    this.launcher = el("button.launcher", { type: "button", hidden: this.inline, "aria-haspopup": "dialog", onclick: () => this.open() }, icon("spark"), el("span", {}, t("launch")));
    const direction = this.getAttribute("dir") || document.documentElement.dir || t.direction;
    const frame = el("div.frame", { lang: t.language, dir: direction }, this.launcher, this.panel);
    frame.addEventListener("keydown", (event) => this.#keys(event));
    this.root.replaceChildren(frame);
  }

  #examples(t) {
    const here = this.getAttribute("product-id") ? ["likeThis"] : [];
    return [...here, ...EXAMPLES].slice(0, 4).map((name) =>
      el("li", {}, el("button.example", { type: "button", onclick: () => this.conversation.say(t(name)) }, t(name))),
    );
  }

  #context() {
    const found = {};
    const product = this.getAttribute("product-id");
    if (product) found.product_id = product;
    if (this.#cart.length) found.cart = this.#cart;
    for (const name of ["region", "locale"]) if (this.getAttribute(name)) found[name] = this.getAttribute(name);
    return found;
  }

  #append(view, quiet) {
    if (!quiet) this.announcer.clear();
    this.turns.append(view.node);
    // Not scrollIntoView: that would scroll the page around the panel as well.
    this.log.scrollTop += view.node.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
  }

  #busy(is) {
    this.log.setAttribute("aria-busy", String(is));
    this.composer.busy(is);
  }

  #begun(is) {
    this.welcome.hidden = is;
    this.freshening.hidden = !is;
    this.composer.refine(is);
  }

  #compare(cards) {
    const { said, words } = comparisonRequest(cards, this.conversation.order, this.t);
    const table = comparisonTable(cards, this.conversation.page.shop);
    if (words) this.conversation.say(words, { label: said, table });
    else this.conversation.show(said, table);
  }

  /** The last message comes back into the box; what is sent then takes its place. */
  #edit(view) {
    this.conversation.stop();
    this.editing = view;
    this.composer.edit(view.message);
  }

  #edited() {
    if (this.editing) this.composer.done();
    this.editing = null;
  }

  #fresh() {
    this.conversation.fresh();
    this.announcer.clear();
    this.comparison.take();
    this.#edited();
    this.composer.box.focus();
  }

  #broken(is) {
    this.status.hidden = !is;
    this.status.textContent = is ? this.t(navigator.onLine ? "reconnecting" : "offline") : "";
  }

  #trouble(text, retry) {
    const again = el("button.quiet", { type: "button" }, this.t("again"));
    again.addEventListener("click", () => {
      this.status.hidden = true;
      retry();
    });
    this.status.hidden = false;
    this.status.replaceChildren(text, " ", again);
  }

  #widen(event) {
    const is = this.panel.classList.toggle("wide");
    const button = event.currentTarget;
    button.setAttribute("aria-pressed", String(is));
    button.replaceChildren(icon(is ? "narrow" : "wide"));
  }

  #keys(event) {
    if (this.inline || this.panel.hidden) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab") goRound(event, this.panel, this.root.activeElement);
  }
}
