// The shop's API as the page's own modules ask it.

const meta = (name) => document.querySelector(`meta[name="aisle-${name}"]`)?.content ?? "";

export const session = meta("session");

/** Headers of a request: the publishable key, where the shop has one. */
export function headers(more = {}) {
  const key = meta("key");
  return { ...(key ? { Authorization: `Bearer ${key}` } : {}), ...more };
}

/** A product as the catalog has it now; null where it is gone, undefined where nobody answers. */
export async function product(id) {
  try {
    const answer = await fetch(`/v1/products/${encodeURIComponent(id)}`, { headers: headers() });
    if (answer.status === 404) return null;
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** A ranked list for a page; null where there is none. */
export async function recommendations(body) {
  try {
    const answer = await fetch("/v1/recommendations", {
      method: "POST",
      headers: headers({ "Content-Type": "application/json" }),
      body: JSON.stringify({ session_id: session, ...body }),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
