// A turn out of the server's memory.

/** A stored turn as the events that would tell it again. */
export function* retold(turn) {
  yield { event: "turn", data: { turn_id: turn.turn_id } };
  if (turn.understood) yield { event: "understood", data: turn.understood };
  if (turn.items) {
    const { ranking_id, items, total, relaxed } = turn;
    yield { event: "ranking", data: { ranking_id, items, total, relaxed } };
    for (const { product, explanation } of items) {
      if (explanation) yield { event: "explanation", data: { product_id: product.product_id, final: true, ...explanation } };
    }
  }
  if (turn.text) yield { event: "text", data: { delta: turn.text } };
  if (turn.clarify) yield { event: "clarify", data: turn.clarify };
  for (const data of turn.degraded ?? []) yield { event: "degraded", data };
}
