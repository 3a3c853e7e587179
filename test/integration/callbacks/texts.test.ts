import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RestFailure } from '../../../src/emulator/index.ts';
import { details } from '../../support/details.ts';
import { caller, neutralNumber, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

/** Callers who asked to be written to. Each test has one, at a window of its own. */
let hotline: Hotline;
let officer: Awaited<ReturnType<typeof signedIn>>;
let callback: ListedCallback;

const rows = <T extends object>(statement: string) => rowsOf<T>(hotline.database.url, statement);
const one = async <T extends object>(statement: string) => (await rows<T>(statement))[0];

beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

/** One callback by text, claimed by the officer when its window has begun. */
async function claimed(voicemail: 'none' | 'neutral' | 'named' = 'none'): Promise<void> {
  await rows(`update callbacks set state = 'closed', closed_reason = 'cancelled', closed_at = now(), claimed_by = null,
                     claim_expires_at = null where state <> 'closed'`);
  hotline.emulator.recipients.clear();
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  await rows(`update callbacks set contact = 'text', voicemail = '${voicemail}' where state <> 'closed'`);
  await claim();
}

async function claim(): Promise<void> {
  const due = await one<{ at: Date }>(`select window_starts_at as at from callbacks where state <> 'closed'`);
  hotline.clock.set(due?.at.toISOString() ?? '');
  await hotline.worker.settle();
  officer = await signedIn(hotline);
  const { body } = await officer.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
  callback = (await officer.post<ListedCallback>(`/api/callbacks/${body.items[0]?.id}/claim`, {})).body;
}

interface Text {
  readonly id: string;
  readonly code?: string;
  readonly direction: string;
  readonly words: string;
  readonly status: string;
  readonly providerCode: number | null;
}

const write = (words?: string, key: string = randomUUID()) =>
  officer.post<Text>(`/api/callbacks/${callback.id}/text`, { epoch: callback.epoch, words }, key);
const answer = (body: string, from = caller) =>
  hotline.emulator.sendText({ from, to: neutralNumber, body }).done;
const conversation = async () =>
  (await officer.get<{ items: Text[] }>(`/api/callbacks/${callback.id}/texts`)).body.items;
/** The texts on the caller's phone since the last test, oldest first. */
const onThePhone = () => hotline.emulator.textsOf(caller).slice(before);
let before = 0;
/** Everything that follows has happened: jobs, texts on their way, and what the provider tells. */
async function settle(): Promise<void> {
  await hotline.worker.settle();
  await hotline.emulator.idle();
  await hotline.worker.settle();
}
const standing = () =>
  one(
    `select state, closed_reason as closed, claimed_by is not null as held from callbacks where id = '${callback.id}'`,
  );
const attempts = () =>
  rows<{ kind: string; outcome: string | null; next_starts_at: Date | null }>(
    `select kind, outcome, next_starts_at from callback_attempts where callback_id = '${callback.id}' order by number`,
  );
const workItems = () =>
  rows<{ kind: string; facts: object }>(
    `select kind, facts from work_items where callback_id = '${callback.id}' order by created_at`,
  );

beforeEach(async () => {
  // A text that the test before asked for, and did not wait for, is none of this one's.
  await settle();
  before = hotline.emulator.textsOf(caller).length;
});

describe('a caller who asked to be written to', () => {
  it.each([
    ['none', /^You asked us to write\. Reply YES when you can talk\.$/],
    ['neutral', /^You asked us to write\. Reply YES when you can talk\.$/],
    ['named', /^This is the .+\. You asked us to write\./],
  ] as const)('is written to in words that their terms (%s) allow', async (terms, words) => {
    await claimed(terms);
    const { status, body } = await write();
    expect({ status, text: body.status }).toEqual({ status: 200, text: 'planned' });
    await settle();
    expect(onThePhone()).toMatchObject([
      { from: neutralNumber, body: expect.stringMatching(words) as string },
    ]);
    expect(await conversation()).toMatchObject([{ direction: 'out', status: 'delivered' }]);
    expect(await attempts()).toMatchObject([{ kind: 'text', outcome: 'texted', next_starts_at: null }]);
    expect(await standing()).toEqual({ state: 'dialing', closed: null, held: true });
  });

  it('is written to once, however often it is asked for', async () => {
    await claimed();
    const key = randomUUID();
    const [first, second] = await Promise.all([write(undefined, key), write(undefined, key)]);
    expect(second).toEqual(first);
    expect(await write()).toMatchObject({ status: 409, body: { code: 'callbacks.not_ready' } });
    await settle();
    expect(onThePhone()).toHaveLength(1);
  });

  it('is not rung', async () => {
    await claimed();
    await write();
    await settle();
    expect(hotline.emulator.rings.get(caller)).toBeUndefined();
  });

  it('counts as promised and kept, since the text went out within the window', async () => {
    await claimed();
    await write();
    await settle();
    expect(await one(`select outcome from callback_promises where callback_id = '${callback.id}'`)).toEqual({
      outcome: 'kept',
    });
  });
});

describe('a conversation', () => {
  it('begins with the answer: until then an officer has no words of their own', async () => {
    await claimed();
    expect(await write('This is the office.')).toMatchObject({
      status: 409,
      body: { code: 'callbacks.text_unanswered' },
    });
    await write();
    await settle();
    expect(await write('Are you there?')).toMatchObject({ body: { code: 'callbacks.text_unanswered' } });

    expect(await answer('YES')).toMatchObject({ replies: [], warnings: [] });
    expect(await write('I am Ana. What do you need?')).toMatchObject({ status: 200 });
    await settle();
    await answer('Sí, gracias\n¿mañana?');
    expect(await conversation()).toMatchObject([
      { direction: 'out', status: 'delivered' },
      { direction: 'in', status: 'received', words: 'YES' },
      { direction: 'out', status: 'delivered', words: 'I am Ana. What do you need?' },
      { direction: 'in', words: 'Sí, gracias\n¿mañana?' },
    ]);
    expect(onThePhone().map(({ body }) => body)).toContain('I am Ana. What do you need?');

    const attempt = { epoch: callback.epoch, outcome: 'reached' };
    await officer.post(`/api/callbacks/${callback.id}/attempts`, attempt, randomUUID());
    expect(await standing()).toEqual({ state: 'closed', closed: 'reached', held: false });
    expect(await write('One more thing')).toMatchObject({ body: { code: 'callbacks.closed' } });
  });

  it('keeps each answer once, sealed', async () => {
    await claimed();
    await write();
    await settle();
    await answer('a secret word');
    const told = hotline.emulator.requests.findLast(({ kind }) => kind === 'message');
    expect(told && (await hotline.emulator.replay(told))).toMatchObject({ status: 200 });
    expect(await conversation()).toHaveLength(2);
    const raw = await rows<{ row: string }>(
      `select t::text as row from callback_texts t where callback_id = '${callback.id}'`,
    );
    expect(raw.map(({ row }) => row).join()).not.toContain(Buffer.from('secret').toString('hex'));
    const logged = JSON.stringify(hotline.log.lines);
    expect(logged).not.toContain('secret');
    expect(logged).not.toContain(caller.slice(2));
  });

  it('says nothing to strangers, and keeps nothing of theirs but a count', async () => {
    await claimed();
    await write();
    await settle();
    const metric = async () => {
      const text = await (await fetch(`${hotline.api.url}/metrics`)).text();
      return Number(/hotline_webhooks_total\{kind="text",outcome="nobodys"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const counted = await metric();
    const stored = await one(`select count(*)::int as n from callback_texts`);
    expect(await answer('Who is this?', '+12025550199')).toMatchObject({ replies: [], warnings: [] });
    expect(await answer('Who is this?', 'anonymous')).toMatchObject({ replies: [], warnings: [] });
    expect(await one(`select count(*)::int as n from callback_texts`)).toEqual(stored);
    expect(await metric()).toBe(counted + 2);
  });

  it('is seen by the office alone', async () => {
    await claimed();
    await write();
    const texts = `/api/callbacks/${callback.id}/texts`;
    const agent = await signedIn(hotline, 'agent@example.org');
    expect((await agent.get(texts)).status).toBe(403);
    expect((await officer.get(`/api/callbacks/${randomUUID()}/texts`)).status).toBe(404);
  });
});

describe('a text that nobody answers', () => {
  it('is tried again another day when its window has passed, and closed after the third', async () => {
    await claimed();
    const days = new Set<string>();
    for (const number of [1, 2, 3]) {
      await write();
      await settle();
      days.add(hotline.clock.now().toISOString().slice(0, 10));
      const end = await one<{ at: Date }>(
        `select window_ends_at as at from callbacks where id = '${callback.id}'`,
      );
      hotline.clock.set(end?.at.toISOString() ?? '');
      await settle();
      expect(await standing()).toMatchObject({ state: number === 3 ? 'closed' : 'waiting', held: false });
      if (number < 3) await claim();
    }
    expect(await standing()).toMatchObject({ closed: 'unreached' });
    expect(days.size).toBe(3);
    expect(onThePhone()).toHaveLength(3);
    expect((await attempts()).map(({ outcome }) => outcome)).toEqual(['texted', 'texted', 'texted']);
  });

  it('but in the evening after all is left to whoever can write back', async () => {
    await claimed();
    await write();
    await settle();
    const end = await one<{ at: Date }>(
      `select window_ends_at as at from callbacks where id = '${callback.id}'`,
    );
    hotline.clock.set(end?.at.toISOString() ?? '');
    await settle();
    await answer('Yes, now');
    expect(await conversation()).toMatchObject([
      { direction: 'out' },
      { direction: 'in', words: 'Yes, now' },
    ]);
    expect(await workItems()).toMatchObject([{ kind: 'text_answered' }]);
  });
});

describe('a number that no text reaches', () => {
  it.each([
    [{ kind: 'refused', errorCode: 21614 }, 'refused', 21614],
    [{ kind: 'undelivered', errorCode: 30006 }, 'undelivered', 30006],
  ] as const)('(%j) goes to a person, with the reason', async (recipient, status, providerCode) => {
    await claimed();
    hotline.emulator.recipients.set(caller, recipient);
    await write();
    await settle();
    expect(await conversation()).toMatchObject([{ status, providerCode }]);
    expect(await attempts()).toMatchObject([{ outcome: 'number_refused' }]);
    expect(await workItems()).toMatchObject([{ kind: 'number_refused', facts: { providerCode } }]);
    expect(await standing()).toMatchObject({ state: 'waiting' });
    await claim();
    expect(await write()).toMatchObject({ status: 409, body: { code: 'callbacks.number_refused' } });
  });

  it('because its person answered STOP goes to a person too', async () => {
    await claimed();
    await answer('STOP');
    await write();
    await settle();
    expect(await workItems()).toMatchObject([{ kind: 'number_refused', facts: { providerCode: 21610 } }]);
    await answer('START');
  });

  it('for the moment is tried another day', async () => {
    await claimed();
    hotline.emulator.recipients.set(caller, { kind: 'undelivered', errorCode: 30003 });
    await write();
    await settle();
    expect(await attempts()).toMatchObject([{ outcome: 'no_answer' }]);
    expect(await workItems()).toEqual([]);
    expect(await standing()).toMatchObject({ state: 'waiting' });
  });
});

describe('a provider who does not answer', () => {
  const seconds = async (count: number) => {
    hotline.clock.advance(count * 1000);
    await settle();
  };

  it('took the text all the same: it is known by its callback, and sent once', async () => {
    await claimed();
    hotline.emulator.failRest('lostAnswer' satisfies RestFailure);
    await write();
    await settle();
    expect(await conversation()).toMatchObject([{ status: 'delivered' }]);
    await seconds(120);
    expect(onThePhone()).toHaveLength(1);
  });

  it('and whose callbacks are lost is asked after 90 seconds, by both numbers and the time', async () => {
    await claimed();
    hotline.emulator.failRest('lostAnswer' satisfies RestFailure);
    await write();
    await settle();
    await rows(
      `update callback_texts set status = 'asked', provider_sid = null where callback_id = '${callback.id}'`,
    );
    await rows(`update callback_attempts set outcome = null, ended_at = null, caller_rung_at = null
                 where callback_id = '${callback.id}'`);
    await seconds(60);
    expect(await attempts()).toMatchObject([{ outcome: null }]);
    await seconds(60);
    expect(await conversation()).toMatchObject([{ status: 'delivered' }]);
    expect(await attempts()).toMatchObject([{ outcome: 'texted' }]);
    expect(onThePhone()).toHaveLength(1);
  });

  it('and does not know the text leaves it to a person: it is not sent again', async () => {
    await claimed();
    hotline.emulator.failRest('serverError' satisfies RestFailure);
    await write();
    await settle();
    await seconds(120);
    expect(await conversation()).toMatchObject([{ status: 'unknown' }]);
    expect(await attempts()).toMatchObject([{ outcome: 'unknown' }]);
    expect(await workItems()).toMatchObject([{ kind: 'unknown_text' }]);
    expect(await standing()).toMatchObject({ state: 'waiting' });
    expect(onThePhone()).toEqual([]);
  });
});

describe('an officer who lost the callback', () => {
  it('sends nothing: the last look is before the provider is asked', async () => {
    await claimed();
    // Lost in the very transaction that asks for the text: the worker, which is awake, cannot come in between.
    await rows(`
      create function lose() returns trigger language plpgsql as $$ begin
        update callbacks set state = 'closed', closed_reason = 'cancelled', closed_at = now(), claimed_by = null,
               claim_expires_at = null where id = '${callback.id}';
        return null;
      end $$;
      create trigger lose after insert on outbox execute function lose()`);
    const { status } = await write();
    await rows('drop function lose cascade');
    await settle();
    expect(status).toBe(200);
    expect(onThePhone()).toEqual([]);
    expect(await attempts()).toMatchObject([{ outcome: 'not_placed' }]);
  });

  it('and one who never had it writes to nobody', async () => {
    await claimed();
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    const path = `/api/callbacks/${callback.id}/text`;
    expect(await supervisor.post(path, { epoch: callback.epoch }, randomUUID())).toMatchObject({
      status: 409,
      body: { code: 'callbacks.lease_lapsed', heldBy: expect.any(String) as string },
    });
  });
});
