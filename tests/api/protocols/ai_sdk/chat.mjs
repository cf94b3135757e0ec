// A page's chat without the page: the SDK's own state machine and transport, told what to do by one argument.
const told = JSON.parse(process.argv[2]);
const { AbstractChat, DefaultChatTransport, readUIMessageStream } = await import(`ai-v${told.major}`);

class State {
  status = 'ready';
  error = undefined;
  constructor(messages) {
    this.messages = messages;
  }
  pushMessage = message => {
    this.messages = [...this.messages, message];
  };
  popMessage = () => {
    this.messages = this.messages.slice(0, -1);
  };
  replaceMessage = (index, message) => {
    this.messages = this.messages.map((each, at) => (at === index ? message : each));
  };
  snapshot = structuredClone;
}

class Chat extends AbstractChat {
  constructor({ messages, ...rest }) {
    super({ ...rest, state: new State(messages ?? []) });
  }
}

const seen = [];
const headers = told.key ? { authorization: `Bearer ${told.key}` } : {};
const transport = new DefaultChatTransport({ api: `${told.url}/v1/chat?protocol=ai-sdk`, headers, body: told.body });
const chat = new Chat({
  id: told.id,
  transport,
  messages: told.messages,
  onData: part => seen.push(structuredClone(part)),
});

for (const text of told.say ?? []) {
  await chat.sendMessage({ text });
}
if (told.resume) {
  await chat.resumeStream();
}
let read;
if (told.read) {
  const stream = await transport.reconnectToStream({ chatId: told.read });
  if (stream !== null) {
    for await (const message of readUIMessageStream({ stream })) read = message;
  }
}
console.log(
  JSON.stringify({ messages: chat.messages, status: chat.status, error: chat.error?.message ?? null, seen, read }),
);
