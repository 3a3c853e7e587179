import type { Clock, Log } from '../../kernel/ports.ts';
import type { Chance } from '../chance.ts';
import { UnknownNumberError, type AccountNumbers } from '../numbers.ts';
import type { Keep } from '../options.ts';
import { createRing } from '../ring.ts';
import type { RecipientBehaviour, SentText } from '../script.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { createInbound, type TextReport } from './inbound.ts';
import type { Message } from './message.ts';
import { createMessages, type Messages } from './messages.ts';
import { createDelivery } from './delivery.ts';

/** A text as the person who got it sees it. */
export interface ReceivedText {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: string;
}

/** Texts between the account's numbers and people. */
export interface TextNetwork {
  readonly messages: Messages;
  /** A person sends a text. Throws {@link UnknownNumberError} when its number takes none. */
  sendText(text: SentText): { readonly sid: string; readonly done: Promise<TextReport> };
  /** The texts on a person's phone, oldest first. */
  textsOf(number: string): readonly ReceivedText[];
  /** Resolves when no text is on its way. */
  idle(): Promise<void>;
  close(): void;
}

export interface TextNetworkDeps {
  readonly accountSid: string;
  readonly numbers: AccountNumbers;
  readonly webhooks: Webhooks;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly log: Log;
  readonly speed: number;
  readonly newSid: (prefix: string) => string;
  readonly keep: Keep;
  readonly recipientOf: (number: string) => RecipientBehaviour;
  readonly tellsOptOut: boolean;
}

export function createTextNetwork(deps: TextNetworkDeps): TextNetwork {
  const closing = new AbortController();
  const received = createRing<ReceivedText>(deps.keep.texts);
  const exchanges = new Set<Promise<TextReport>>();
  const deliver = createDelivery({
    ...deps,
    closed: closing.signal,
    onDelivered: ({ sid, from, to, body }) =>
      received.put(sid, { sid, from, to, body, at: deps.clock.now().toISOString() }),
  });
  const messages = createMessages({ ...deps, ring: createRing<Message>(deps.keep.messages), deliver });
  const receive = createInbound({ ...deps, messages });

  return {
    messages,
    sendText(text) {
      const number = deps.numbers.byNumber(text.to);
      if (number === undefined || number.voiceOnly === true)
        throw new UnknownNumberError('The number that is written to takes no texts: set it first');
      const { sid, done } = receive(text, number);
      exchanges.add(done);
      const forget = (): void => void exchanges.delete(done);
      done.then(forget, forget);
      return { sid, done };
    },
    textsOf: (number) => received.values().filter(({ to }) => to === number),
    async idle() {
      while (exchanges.size > 0) await Promise.allSettled(exchanges);
      await messages.idle();
    },
    close: () => closing.abort(),
  };
}
