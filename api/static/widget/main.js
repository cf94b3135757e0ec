// /widget.js: defines <aisle-assistant> and <aisle-recommendations>.
//
//   <script type="module" src="https://shop-api.example/widget.js" data-key="pk_…"></script>
//
// With a `data-key` the assistant puts itself on the page, with the script's other `data-` words as its
// attributes; without one, write the elements where they belong. They say what happens as composed events:
// `aisle:add-to-cart` and `aisle:open-product`, detail {product_id, ranking_id, position, surface, product};
// clicks, carts and impressions are recorded already. A page that prevents the default does the rest itself.

import { AisleAssistant } from "./assistant.js";
import { ownScript } from "./home.js";
import { AisleRecommendations } from "./recommendations.js";
import { learn } from "./strings.js";

const ATTRIBUTES = ["key", "api", "user-id", "identity", "session-id", "product-id", "region", "locale", "theme", "dir", "inline"];

function place() {
  const script = ownScript();
  if (script?.dataset.key === undefined || document.querySelector("aisle-assistant")) return;
  const assistant = document.createElement("aisle-assistant");
  for (const name of ATTRIBUTES) {
    const value = script.getAttribute(`data-${name}`);
    if (value !== null) assistant.setAttribute(name, value);
  }
  document.body.append(assistant);
}

if (!customElements.get("aisle-assistant")) {
  customElements.define("aisle-assistant", AisleAssistant);
  customElements.define("aisle-recommendations", AisleRecommendations);
  place();
}

/** Teaches the elements a language: `addLanguage("fr", {title: "…", …})`; what is left out is said in English. */
export function addLanguage(code, strings) {
  learn(code, strings);
  for (const element of document.querySelectorAll("aisle-assistant, aisle-recommendations")) element.renew();
}
