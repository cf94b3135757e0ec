// The page: one conversation, one turn at a time.

import { el } from "./dom.js";
import { Memory } from "./memory.js";
import { Problem, stopTurn, turnEvents } from "./stream.js";
import { TurnView } from "./turn.js";

const EXAMPLES = [
  "A rain jacket under $200",
  "A two-person tent for weekend hikes",
  "Something for a small kitchen, in blue",
  "Headphones for working from home",
  "A gift under $40 for someone who loves plants",
  "Running shoes, not black, best rated first",
];
const CARDS = 8;

const byId = (id) => document.getElementById(id);
const [log, welcome, form, box, send, stop, fresh] = ["log", "welcome", "composer", "message", "send", "stop", "new-chat"].map(byId);
const memory = new Memory();
let running = null;

function busy(is) {
  log.setAttribute("aria-busy", String(is));
  send.hidden = is;
  stop.hidden = !is;
  stop.disabled = false;
}

function show(message, request) {
  welcome.hidden = true;
  fresh.hidden = false;
  const view = new TurnView(message, {
    removeChip: (chip, query) => recommend(`Without “${chip.label}”`, query, chip.rest),
    relax: (relaxed, query) => recommend(`Show ${relaxed.text}`, query, relaxed.constraints),
    choose: (option) => say(option.label),
    retry: () => ask(message, request),
  }, !log.hasChildNodes());
  box.placeholder = "Cheaper, in blue, not wool…";
  log.append(view.node);
  return view;
}

function chatRequest(message) {
  const body = { message, context: { surface: "chat" } };
  if (memory.session) body.session_id = memory.session;
  return { path: "/v1/chat", body };
}

/** A message in the shopper's own words. */
function say(message) {
  ask(message, chatRequest(message));
}

/** The same words under other constraints: what the chips say now, exactly. */
function recommend(label, query, understood) {
  const body = { query, understood, limit: CARDS, surface: "chat", explain: "llm" };
  if (memory.session) body.session_id = memory.session;
  ask(label, { path: "/v1/recommendations", body });
}

async function ask(message, request) {
  if (running) return;
  const view = show(message, request);
  const turn = memory.begin(message, request);
  view.node.scrollIntoView({ block: "start", behavior: "instant" });
  await follow(view, turn, request);
}

/** Reads a turn to its end, from its start or from where the page last saw it. */
async function follow(view, turn, request) {
  running = turn;
  busy(true);
  try {
    for await (const item of turnEvents(request, { turnId: turn.turnId, lastId: turn.lastId })) {
      memory.add(turn, item);
      view.take(item);
    }
    if (!turn.over) view.take({ event: "done", data: { status: "complete" } });
  } catch (error) {
    if (!(error instanceof Problem)) console.error(error);
    view.fail(error instanceof Problem ? error.message : "Something went wrong on this page.");
  } finally {
    turn.over = true;
    memory.save();
    running = null;
    busy(false);
  }
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const message = box.value.trim();
  if (!message || running) return;
  box.value = "";
  grow();
  say(message);
});
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
stop.addEventListener("click", () => {
  if (!running?.turnId) return;
  stop.disabled = true;
  stopTurn(running.turnId);
});
fresh.addEventListener("click", () => {
  if (running?.turnId) stopTurn(running.turnId);
  memory.clear();
  location.reload();
});

byId("examples").append(
  ...EXAMPLES.map((text) => el("li", {}, el("button.example", { type: "button", onclick: () => say(text) }, text))),
);

for (const turn of memory.turns) {
  const view = show(turn.message, turn.request);
  for (const item of turn.events) view.take(item);
  if (!turn.over && turn.turnId) follow(view, turn, null);
  else if (!turn.over) view.fail("This question was not answered.");
  if (turn === memory.turns.at(-1)) view.node.scrollIntoView({ block: "start" });
}
