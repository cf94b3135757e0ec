// Elements made as nodes; text is only ever text.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  spark: ["M12 3.5c.7 4.6 2.9 6.8 7.5 7.5-4.6.7-6.8 2.9-7.5 7.5-.7-4.6-2.9-6.8-7.5-7.5 4.6-.7 6.8-2.9 7.5-7.5Z", "M19 17.5v3M17.5 19h3"],
  send: ["M12 19V5M5.5 11.5 12 5l6.5 6.5"],
  stop: ["M8 8h8v8H8z"],
  close: ["M6 6l12 12M18 6 6 18"],
  fresh: ["M4 5.5h9M4 10h6", "M16.5 9.5v8M12.5 13.5h8"],
  wide: ["M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7"],
  narrow: ["M20 10h-6V4M14 10l6-6M4 14h6v6M10 14l-6 6"],
  edit: ["M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4"],
  up: ["M7 11v9H4v-9h3Zm0 0 4-7c1.5 0 2.3 1 2 2.5L12.5 10H18a2 2 0 0 1 2 2.4l-1.3 6A2 2 0 0 1 16.7 20H7"],
  down: ["M17 13V4h3v9h-3Zm0 0-4 7c-1.5 0-2.3-1-2-2.5l.5-3.5H6a2 2 0 0 1-2-2.4l1.3-6A2 2 0 0 1 7.3 4H17"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  cart: ["M3 5h2l2.2 10.5h10L19.5 8H6", "M9 19.5h.01M16.5 19.5h.01"],
  next: ["M9 5l7 7-7 7"],
  back: ["M15 5l-7 7 7 7"],
};

/** `el("p.note", {hidden: true}, "text", child)`; a property whose name begins with `on` listens. */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A line drawing, which says nothing by itself: its button has the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** A button that is only a drawing; its name is heard, and seen when it is pointed at. */
export function iconButton(name, label, props) {
  return el("button.tool", { type: "button", "aria-label": label, title: label, ...props }, icon(name));
}

/** The address of a page that may be linked to: http or https. Anything else is none. */
export function pageAddress(url) {
  try {
    const found = new URL(url, document.baseURI);
    return url && /^https?:$/.test(found.protocol) ? found : null;
  } catch {
    return null;
  }
}

/** The address of a picture that may be asked for: of the web, of this shop, or drawn in place. */
export function pictureAddress(image, api) {
  if (/^data:image\//.test(image ?? "")) return image;
  // The server draws the bundled products itself; a shop's own relative path is a path of its pages.
  const found = image?.startsWith("/pictures/") ? pageAddress(api + image) : pageAddress(image);
  return found && (found.protocol === "https:" || found.origin === location.origin || found.origin === api) ? found.href : null;
}
