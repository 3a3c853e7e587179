import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalleeBehaviour, CallerAction } from '../../../src/emulator/index.ts';
import { caller } from '../../support/hotline.ts';
import { officerPhone, startOffice, type Office } from './dial-support.ts';

let office: Office;
beforeAll(async () => {
  office = await startOffice();
}, 120_000);
afterAll(() => office.stop());

/** An officer who presses 1 and waits for what comes of it. */
const ready = () =>
  office.phone(officerPhone, office.answers({ hears: 'press 1', press: '1' }, { waits: 300 }));

const back = { state: 'claimed', claimed: true, rang: false, joined: false };
const tried = { state: 'waiting', claimed: false, rang: true, joined: false };

async function dialled(behaviour: CalleeBehaviour, columns = ''): Promise<string> {
  const callback = await office.claimed({}, columns);
  ready();
  office.phone(caller, behaviour);
  const { body } = await office.dial(callback);
  await office.over();
  return body.id;
}

describe('a caller who is not reached is tried again, and the officer hears why', () => {
  it.each<[CalleeBehaviour, string, string]>([
    [{ kind: 'noAnswer' }, 'no_answer', 'Nobody took the call'],
    [{ kind: 'busy' }, 'busy', 'The line was busy'],
    [{ kind: 'answers', script: [{ hears: 'press 1', hangUp: true }] }, 'no_answer', 'Nobody took the call'],
    [
      { kind: 'answers', script: [{ silence: true }, { silence: true }] },
      'no_answer',
      'Nobody took the call',
    ],
  ])(
    '%j: %s',
    async (behaviour, outcome, notice) => {
      const id = await dialled(behaviour);
      expect(await office.attempt(id)).toMatchObject({ ...tried, outcome });
      expect((await office.saidTo(id, 'officer')).at(-1)).toContain(notice);
    },
    120_000,
  );
});

describe('a machine', () => {
  const machine: CalleeBehaviour = { kind: 'voicemail' };
  const opening = 'This is the call that you asked for';

  it('hears nothing at all where the caller allows no voicemail', async () => {
    const id = await dialled(machine);
    expect(await office.attempt(id)).toMatchObject({ ...tried, outcome: 'no_answer' });
    const [, leg] = await office.legs(id);
    expect(leg).toMatchObject({ answered_by: 'machine_start', heard_words: false });
    expect(await office.heardBy(id, 'caller')).toEqual([]);
  }, 120_000);

  it('that is not made out hears nothing either, and is let go when it presses no key', async () => {
    const id = await dialled({ kind: 'voicemail', answeredBy: 'unknown' });
    expect(await office.attempt(id)).toMatchObject({ ...tried, outcome: 'no_answer' });
    expect(await office.heardBy(id, 'caller')).toEqual([]);
  }, 120_000);

  it('keeps words that name nobody where the caller allows those', async () => {
    const id = await dialled(machine, "voicemail = 'neutral'");
    expect(await office.attempt(id)).toMatchObject({ ...tried, outcome: 'voicemail_left' });
    const said = await office.saidTo(id, 'caller');
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(opening);
    expect(said[0]).not.toMatch(/office|hotline/i);
  }, 120_000);

  it('keeps the office’s name only where the caller allows that', async () => {
    const id = await dialled(machine, "voicemail = 'named'");
    expect(await office.attempt(id)).toMatchObject({ outcome: 'voicemail_left' });
    expect(await office.saidTo(id, 'caller')).toEqual([expect.stringContaining('Los Angeles')]);
  }, 120_000);

  it('is not listened for on a relay call, where silence is kept until a key is pressed', async () => {
    const script: CallerAction[] = [{ press: '1' }, { talks: 10 }, { hangUp: true }];
    const id = await dialled({ kind: 'answers', answeredBy: 'machine_start', script }, "contact = 'relay'");
    expect(await office.attempt(id)).toMatchObject({ outcome: 'reached' });
    const [, leg] = await office.legs(id);
    expect(leg).toMatchObject({ answered_by: null, heard_words: false });
    expect(await office.saidTo(id, 'caller')).toEqual([]);
    expect(await office.saidTo(id, 'officer')).toContainEqual(expect.stringContaining('relay service'));
  }, 120_000);
});

describe('an officer who does not press 1', () => {
  it.each<[string, CalleeBehaviour]>([
    ['hangs up in the whisper', { kind: 'answers', script: [{ hears: 'Callback for case', hangUp: true }] }],
    ['is silent', { kind: 'answers', script: [{ silence: true }, { silence: true }, { silence: true }] }],
    ['has a machine', { kind: 'voicemail' }],
    ['does not pick up', { kind: 'noAnswer' }],
  ])(
    'who %s keeps the callback, and the caller is not rung',
    async (_, behaviour) => {
      const callback = await office.claimed();
      const before = office.rings(caller);
      office.phone(officerPhone, behaviour);
      const { body } = await office.dial(callback);
      await office.over();
      expect(await office.attempt(body.id)).toMatchObject({ ...back, outcome: 'officer_absent' });
      expect(office.rings(caller)).toBe(before);
      const again = await office.dial(callback);
      expect(again.status).toBe(200);
      await office.over();
    },
    120_000,
  );

  it('but 2 hears the whisper again', async () => {
    const callback = await office.claimed({}, "safe_word_sealed = null, voicemail = 'neutral'");
    office.phone(
      officerPhone,
      office.answers(
        { hears: ['Callback for case', 'names nobody', 'press 1'], press: '2' },
        { hears: ['Callback for case', 'press 1'], press: '2' },
        { hears: ['Callback for case', 'press 1'], hangUp: true },
      ),
    );
    const { body } = await office.dial(callback);
    await office.over();
    const said = await office.saidTo(body.id, 'officer');
    expect(said.filter((text) => text.startsWith('Callback for case'))).toHaveLength(3);
  }, 120_000);
});

describe('an officer who leaves', () => {
  it('while the caller’s telephone rings lets it go, and nobody was reached', async () => {
    const callback = await office.claimed();
    office.phone(
      officerPhone,
      office.answers({ hears: 'press 1', press: '1' }, { waits: 60 }, { hangUp: true }),
    );
    office.phone(caller, { kind: 'answers', afterSeconds: 20, script: [{ waits: 200 }] });
    const { body } = await office.dial(callback);
    await office.over();
    expect(await office.attempt(body.id)).toMatchObject({ ...tried, outcome: 'no_answer' });
  }, 120_000);
});

describe('an interpreter', () => {
  const korean = "interpreter = 'korean'";
  const line = '+12025550183';

  it('comes in before the caller is rung', async () => {
    const before = office.rings(line);
    office.phone(line, { kind: 'answers', script: [{ waits: 300 }] });
    const id = await dialled(
      office.answers({ hears: 'press 1', press: '1' }, { talks: 10 }, { hangUp: true }),
      korean,
    );
    expect(await office.attempt(id)).toMatchObject({ outcome: 'reached' });
    expect((await office.legs(id)).map(({ party }) => party)).toEqual(['officer', 'interpreter', 'caller']);
    expect(office.rings(line)).toBe(before + 1);
  }, 120_000);

  it.each([
    ['whom nobody can reach', korean],
    ['for whose language no line is known', "interpreter = 'navajo'"],
  ])(
    '%s leaves the caller unrung',
    async (_, columns) => {
      office.phone(line, { kind: 'busy' });
      const before = office.rings(caller);
      const id = await dialled({ kind: 'noAnswer' }, columns);
      expect(await office.attempt(id)).toMatchObject({ ...back, outcome: 'no_interpreter' });
      expect((await office.saidTo(id, 'officer')).at(-1)).toContain('No interpreter');
      expect(office.rings(caller)).toBe(before);
    },
    120_000,
  );
});
