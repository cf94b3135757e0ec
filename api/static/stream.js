// Reading a turn's events: Server-Sent Events over fetch, picked up where a connection dropped.

const RESUMES = 6;

/** An answer of the server that is not a stream. `message` is fit to be shown. */
export class Problem extends Error {}

/** The bearer key of this page, where the server gave it one. */
function headers(extra) {
  const key = document.querySelector('meta[name="aisle-key"]')?.content;
  return key ? { ...extra, Authorization: `Bearer ${key}` } : extra;
}

/** Splits text into SSE events, however it was cut. Returns a function that takes text and yields events. */
export function parser() {
  let rest = "";
  return function* take(text) {
    rest += text;
    for (;;) {
      const end = rest.search(/\r?\n\r?\n/);
      if (end < 0) return;
      const block = rest.slice(0, end);
      rest = rest.slice(end).replace(/^\r?\n\r?\n/, "");
      const fields = { id: "", event: "", data: [] };
      for (const line of block.split(/\r?\n/)) {
        const colon = line.indexOf(":");
        if (colon <= 0) continue;
        const value = line.slice(colon + 1).replace(/^ /, "");
        const name = line.slice(0, colon);
        if (name === "data") fields.data.push(value);
        else if (name in fields) fields[name] = value;
      }
      if (fields.data.length) {
        yield { id: fields.id, event: fields.event, data: JSON.parse(fields.data.join("\n")) };
      }
    }
  };
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem(body.detail || body.errors?.[0]?.detail || body.title || `The server answered ${response.status}.`);
}

/**
 * Every event of one turn, in order, each once.
 * `first` is the request that starts it ({path, body}), or null to resume after `from` ({turnId, lastId}).
 */
export async function* turnEvents(first, from = { turnId: null, lastId: "" }) {
  let { turnId, lastId } = from;
  let failures = 0;
  for (;;) {
    let response = null;
    try {
      response = turnId
        ? await fetch(`/v1/turns/${turnId}/events`, {
            headers: headers({ Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) }),
          })
        : await fetch(first.path, {
            method: "POST",
            headers: headers({ Accept: "text/event-stream", "Content-Type": "application/json" }),
            body: JSON.stringify(first.body),
          });
      if (response.status === 204) return;
      if (!response.ok) throw await problem(response);
      const take = parser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        for (const item of take(value)) {
          if (item.id && item.id === lastId) continue;
          failures = 0;
          lastId = item.id || lastId;
          turnId = item.data.turn_id ?? turnId;
          yield item;
          if (item.event === "done" || item.event === "error") return;
        }
      }
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (!turnId) throw new Problem("The server does not answer. Is it still running?");
    }
    failures += 1;
    if (failures > RESUMES) throw new Problem("The connection broke and could not be picked up. Please ask again.");
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** (failures - 1)));
  }
}

/** Asks the server to end a turn; its stream then closes with `done`. */
export async function stopTurn(turnId) {
  await fetch(`/v1/turns/${turnId}/stop`, { method: "POST", headers: headers({}) }).catch(() => undefined);
}
