// What a dialog owes: the focus goes round in it and back to where it was, and the next page finds it open.

const OPEN = "aisle:open";
const STOPS = "a[href], button, textarea, input, [tabindex='0']";

/** Tab at the end of `panel` goes on at its beginning, and the other way round. */
export function goRound(event, panel, focused) {
  const stops = [...panel.querySelectorAll(STOPS)].filter((node) => !node.disabled && node.checkVisibility());
  const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)];
  if (focused !== last) return;
  event.preventDefault();
  first.focus();
}

/** The element that has the focus, through every shadow root that lets one look. */
export function deepFocus() {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/** Whether the panel was open on the last page of this visit. */
export function remembered() {
  try {
    return sessionStorage.getItem(OPEN) === "yes";
  } catch {
    return false;
  }
}

/** `is`: whether it is open now. */
export function remember(is) {
  try {
    sessionStorage.setItem(OPEN, is ? "yes" : "no");
  } catch {
    // Without a storage the panel is closed on the next page.
  }
}
