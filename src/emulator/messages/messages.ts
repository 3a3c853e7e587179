import type { Clock } from '../../kernel/ports.ts';
import type { AccountNumbers } from '../numbers.ts';
import type { Ring } from '../ring.ts';
import type { RecipientBehaviour } from '../script.ts';
import { NotSimulatedError } from '../verbs/verb.ts';
import { keywordOf, keywordReplies, type Keyword } from './keywords.ts';
import type { Message, OutgoingText } from './message.ts';
import type { Deliver } from './delivery.ts';
import { segmentsOf } from './segments.ts';

/** Twilio refuses to take a text; `code` is its own. */
export class RefusedTextError extends Error {
  override readonly name = 'RefusedTextError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A text from a person, what it asked of the network, and the network's own answer to that. */
export interface Received {
  readonly message: Message;
  readonly keyword?: Keyword;
  readonly answer?: Message;
}

/** All texts of the account, and who has asked for no more of them. */
export interface Messages {
  /** Queues a text and returns at once. Throws {@link RefusedTextError}, {@link NotSimulatedError}. */
  send(text: OutgoingText): Message;
  /** Takes in a text from a person; a keyword is heeded and answered. */
  receive(text: { readonly from: string; readonly to: string; readonly body: string }): Received;
  get(sid: string): Message | undefined;
  delete(sid: string): void;
  /** Newest first. */
  list(): Message[];
  /** Resolves when every message has met its fate and every callback is out. */
  idle(): Promise<void>;
}

export interface MessagesDeps {
  readonly ring: Ring<Message>;
  readonly clock: Clock;
  readonly newSid: (prefix: string) => string;
  readonly deliver: Deliver;
  readonly numbers: Pick<AccountNumbers, 'byNumber'>;
  readonly recipientOf: (number: string) => RecipientBehaviour;
}

/** Longest text, in characters. */
const longestBody = 1600;

const mostOptOuts = 100_000;

export function createMessages(deps: MessagesDeps): Messages {
  const { ring, clock, newSid, deliver, numbers, recipientOf } = deps;
  const optedOut = new Set<string>();
  const underway = new Set<Promise<void>>();
  let order = 0;
  const pair = (sender: string, person: string): string => `${sender} ${person}`;

  const add = (
    about: Pick<Message, 'direction' | 'from' | 'to' | 'body' | 'status' | 'statusCallback'>,
  ): Message => {
    const at = clock.now();
    order += 1;
    const segments = segmentsOf(about.body);
    const message: Message = { ...about, sid: newSid('SM'), order, segments, createdAt: at, updatedAt: at };
    ring.put(message.sid, message);
    return message;
  };

  /** What a keyword does to the pair. Words that start again mean nothing to those who never stopped. */
  const heed = (sender: string, person: string, body: string): Keyword | undefined => {
    const keyword = keywordOf(body);
    const key = pair(sender, person);
    if (keyword === 'START' && !optedOut.delete(key)) return undefined;
    if (keyword === 'STOP') {
      if (optedOut.size >= mostOptOuts) throw new Error(`More than ${mostOptOuts} people have opted out`);
      optedOut.add(key);
    }
    return keyword;
  };

  const check = ({ from, to, body }: OutgoingText): void => {
    const sender = numbers.byNumber(from);
    if (to === from) throw new RefusedTextError(21266, "'To' and 'From' number cannot be the same");
    if (sender === undefined || sender.voiceOnly === true)
      throw new RefusedTextError(21606, "The 'From' number is not a valid, message-capable number of yours");
    if (numbers.byNumber(to) !== undefined)
      throw new NotSimulatedError('A text between two numbers of the account');
    if (body.length > longestBody)
      throw new RefusedTextError(21617, `The message body exceeds ${longestBody} characters`);
    const recipient = recipientOf(to);
    if (recipient.kind === 'refused')
      throw new RefusedTextError(recipient.errorCode, "The 'To' number cannot be reached by text");
    if (optedOut.has(pair(from, to)))
      throw new RefusedTextError(21610, 'Attempt to send to unsubscribed recipient');
  };

  const queue = (text: OutgoingText): Message => {
    const message = add({ ...text, status: 'queued' });
    const work = deliver(message).finally(() => void underway.delete(work));
    underway.add(work);
    return message;
  };

  return {
    send(text) {
      check(text);
      return queue(text);
    },
    receive({ from, to, body }) {
      const message = add({ direction: 'inbound', from, to, body, status: 'received' });
      message.sentAt = message.createdAt;
      const keyword = heed(to, from, body);
      if (keyword === undefined) return { message };
      // The confirmation goes out whatever the person has asked for.
      const answer = {
        direction: 'outbound-reply',
        from: to,
        to: from,
        body: keywordReplies[keyword],
      } as const;
      return { message, keyword, answer: queue(answer) };
    },
    get: (sid) => ring.get(sid),
    delete: (sid) => ring.delete(sid),
    list: () => ring.values().sort((a, b) => b.order - a.order),
    async idle() {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
  };
}
