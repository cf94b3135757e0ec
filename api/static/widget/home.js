// Where this script came from: that is the server, unless an element says otherwise.

const here = new URL(import.meta.url);

/** Origin of the server, without a slash at its end. */
export const API = here.origin;

/** The `<script data-key=…>` of the page that loaded this, where there is one. */
export function ownScript() {
  return [...document.querySelectorAll("script[src]")].find(({ src }) => src === here.href) ?? null;
}
