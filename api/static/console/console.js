// What needs a script in the console: health that keeps itself up to date, and a replay stepped by keys.

document.documentElement.classList.add("scripted");

const EVERY = 2000;
const tiles = document.getElementById("tiles");

function cell(tag, text, scope) {
  const node = document.createElement(tag);
  if (scope) node.scope = scope;
  node.textContent = text;
  return node;
}

function row(...cells) {
  const node = document.createElement("tr");
  node.append(...cells);
  return node;
}

/** Texts are set where they stand, so that nothing that a reader is in goes away under them. */
function show(now) {
  const status = document.getElementById("status");
  if (status.dataset.is !== now.status) {
    status.dataset.is = now.status;
    status.className = `state ${now.status}`;
    status.textContent = now.says;
  }
  const problem = document.getElementById("rules-problem");
  problem.hidden = !now.rules_problem;
  problem.textContent = now.rules_problem ?? "";
  now.tiles.forEach(([, value, note], at) => {
    const [, shown, small] = tiles.children[at].children;
    if (shown.textContent !== value) shown.textContent = value;
    if (small.textContent !== note) small.textContent = note;
  });
  if (now.breakers.length) {
    const states = now.breakers.map((each) => {
      const state = cell("span", each.says);
      state.className = `state ${each.state}`;
      const held = document.createElement("td");
      held.append(state);
      return row(cell("th", each.part, "row"), cell("td", each.model), held, cell("td", each.retry_in ? `${each.retry_in} s` : ""));
    });
    document.querySelector("#breakers tbody").replaceChildren(...states);
  }
  if (now.degraded.length) {
    const rows = now.degraded.map(([part, reason, count]) => row(cell("th", part, "row"), cell("td", reason.replaceAll("_", " ")), cell("td", count.toLocaleString("en"))));
    document.querySelector("#degraded tbody").replaceChildren(...rows);
  }
}

async function look() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(tiles.dataset.live, { redirect: "manual" });
    // Signed out meanwhile: the page itself leads to the door.
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.ok) return show(await answer.json());
  } catch {
    // Said below.
  }
  const status = document.getElementById("status");
  status.className = "state unavailable";
  status.dataset.is = "gone";
  status.textContent = "Out of reach";
}

if (tiles) setInterval(look, EVERY);

const player = document.getElementById("player");
if (player) {
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, textarea, select, pre")) return;
    const rel = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
    const link = rel && player.querySelector(`[rel="${rel}"]`);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  });
  document.getElementById("now")?.scrollIntoView({ block: "nearest" });
}

// A change that is not saved is not lost by a wrong click.
const text = document.getElementById("text");
if (text) {
  const before = text.value;
  let leaving = false;
  text.form.addEventListener("submit", () => (leaving = true));
  addEventListener("beforeunload", (event) => {
    if (!leaving && text.value !== before) event.preventDefault();
  });
}
