// Server-Sent Events out of text, however the text was cut.

/** A function that takes text and yields `{id, event, data}`, each once it is whole. */
export function eventParser() {
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
