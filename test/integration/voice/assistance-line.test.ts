import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallerAction } from '../../../src/emulator/index.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';

/** The options of the shipped line, down to the rows that they leave. Its words are the matter of its scenarios. */
let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
});
afterAll(() => hotline.stop());

const callOf = (sid: string) =>
  rowsOf<{ disposition: string | null; has_number: boolean; has_case: boolean; callbacks: number }>(
    hotline.database.url,
    `select c.disposition, c.caller_number_sealed is not null as has_number, c.case_id is not null as has_case,
            (select count(*)::int from callbacks b where b.call_id = c.id) as callbacks
       from calls c where c.provider_sid = '${sid}'`,
  );

async function place(script: CallerAction[]) {
  const report = await hotline.call(script);
  expect(report).toMatchObject({ missed: [], warnings: [] });
  return report.sid;
}

/** English, on after the notice, and an option of the main menu. */
const option = (key: string): CallerAction[] => [{ press: '1' }, { press: '1' }, { press: key }];

describe('a report or an opinion', () => {
  const counted = { disposition: 'off_topic', has_number: false, has_case: false, callbacks: 0 };

  it.each([
    ['hears where to go and hangs up', { hears: 'your local police', hangUp: true }],
    ['hears the end of it', { hears: 'If you need help, press 1', silence: true }],
  ] as const)('is one count and nothing else of a caller who %s', async (_, last) => {
    expect(await callOf(await place([...option('5'), last]))).toEqual([counted]);
  });

  it('is not counted where the caller needs help after all', async () => {
    const sid = await place([...option('5'), { press: '1' }, { hears: 'For information', hangUp: true }]);
    expect(await callOf(sid)).toEqual([
      { disposition: null, has_number: true, has_case: false, callbacks: 0 },
    ]);
  });
});

describe('a caller under 18', () => {
  it('is one count and nothing else', async () => {
    const sid = await place([
      { press: '1' },
      { press: '8' },
      { hears: '8 0 0, 4 2 2, 4 4 5 3', hangUp: true },
    ]);
    expect(await callOf(sid)).toEqual([
      { disposition: 'minor', has_number: false, has_case: false, callbacks: 0 },
    ]);
  });
});

describe('a callback', () => {
  const promisedTo = (sid: string) =>
    rowsOf<{ about: string; interpreter: string | null; has_word: boolean; recordings: number }>(
      hotline.database.url,
      `select b.about, b.interpreter, b.safe_word_sealed is not null as has_word,
              (select count(*)::int from recordings r where r.call_id = b.call_id) as recordings
         from callbacks b join calls c on c.id = b.call_id where c.provider_sid = '${sid}'`,
    );
  const questions = details().slice(details('main').length);

  it('says what it is about, and has a safe word where one was chosen', async () => {
    const sid = await place([
      ...option('2'),
      { hears: 'An officer can call you', press: '1' },
      ...details('zone_confirm').slice(details('main').length),
      { hears: 'a safe word', press: '1' },
      { press: '4321' },
      { hears: '4 3 2 1', press: '1' },
      { press: '2' },
      { hears: 'Your case number is', hangUp: true },
    ]);
    expect(await promisedTo(sid)).toEqual([
      { about: 'custody', interpreter: null, has_word: true, recordings: 0 },
    ]);
  });

  it('comes with an interpreter of a language that the caller names', async () => {
    const sid = await place([
      { press: '3' },
      { hears: 'someone who speaks your language', press: '1' },
      { hears: 'For another one', press: '5' },
      { hears: 'We record it', record: 2 },
      ...questions,
      { hears: 'Your case number is', hangUp: true },
    ]);
    expect(await promisedTo(sid)).toEqual([
      { about: 'interpreter', interpreter: 'another', has_word: false, recordings: 1 },
    ]);
  });
});
