import { request } from 'node:http';

/** One event of a stream; `data` is parsed JSON. */
export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventReader {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** All events so far. */
  readonly seen: readonly StreamEvent[];
  /** Resolves with the next event of a kind that nobody has asked for yet. */
  next(event: string): Promise<StreamEvent>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

function parse(block: string): StreamEvent | undefined {
  const fields = new Map(
    block.split('\n').map((row) => [row.split(': ')[0], row.slice(row.indexOf(': ') + 2)]),
  );
  const event = fields.get('event');
  if (event === undefined) return undefined;
  const data = JSON.parse(fields.get('data') ?? '{}') as Readonly<Record<string, unknown>>;
  return { id: fields.get('id') ?? '', event, data };
}

/** Reads a server-sent event stream as a browser does. */
export async function readEvents(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const seen: StreamEvent[] = [];
  const unread: StreamEvent[] = [];
  const waiting: { event: string; take: (event: StreamEvent) => void }[] = [];
  const give = (one: StreamEvent): void => {
    seen.push(one);
    const at = waiting.findIndex(({ event }) => event === one.event);
    if (at < 0) unread.push(one);
    else waiting.splice(at, 1)[0]?.take(one);
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers: { accept: 'text/event-stream', ...headers } }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = parse(block);
          if (event !== undefined) give(event);
        }
      });
      incoming.on('error', () => undefined);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        seen,
        next(event) {
          const at = unread.findIndex((one) => one.event === event);
          const [found] = at < 0 ? [] : unread.splice(at, 1);
          if (found !== undefined) return Promise.resolve(found);
          return new Promise((take) => waiting.push({ event, take }));
        },
        ended: new Promise((done) => incoming.once('close', () => done())),
        close: () => void outgoing.destroy(),
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
