import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';

/** A number and a place that stand nowhere else, so that finding them anywhere is a leak. */
const marks = { number: '+12025550147', zip: '94117' };

let hotline: Hotline;
let spoken: string;
beforeAll(async () => {
  hotline = await startHotline();
  const report = await hotline.call(
    [...details('own_words', { zip: marks.zip }), { silence: true }],
    marks.number,
  );
  spoken = report.heard.map((line) => line.text).join('\n');
  const [promise] = await rowsOf<{ at: Date }>(
    hotline.database.url,
    'select window_starts_at as at from callbacks',
  );
  // Near enough to the window that its job is in Redis.
  hotline.clock.set(new Date((promise?.at.getTime() ?? 0) - 60_000).toISOString());
  await hotline.worker.settle();
});
afterAll(() => hotline.stop());

/** Every column of every row of every table, as text; bytes as hexadecimal. */
async function wholeDatabase(): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    hotline.database.url,
    `select format('%I', table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) =>
      rowsOf<{ row: string }>(hotline.database.url, `select t::text as row from ${name} t`),
    ),
  );
  return texts
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

/** Every key and value of the test's Redis, whatever its type. */
async function wholeRedis(): Promise<string> {
  const redis = new Redis(hotline.redis.url);
  const keys = await redis.keys('*');
  const dumps = await Promise.all(
    keys.map(async (key) => `${key} ${(await redis.dumpBuffer(key))?.toString('latin1')}`),
  );
  redis.disconnect();
  return dumps.join('\n');
}

const inHex = (text: string) => Buffer.from(text).toString('hex');
const digitsOf = (text: string) => text.replaceAll(/\D/g, '');

describe('what a caller tells', () => {
  const leaks = (text: string) =>
    [marks.number, digitsOf(marks.number).slice(1), marks.zip].filter(
      (mark) =>
        text.includes(mark) ||
        text.includes(inHex(mark)) ||
        text.includes(Buffer.from(mark).toString('base64')),
    );

  it('is nowhere in the database but under seal', async () => {
    const text = await wholeDatabase();
    expect(text.length).toBeGreaterThan(1_000);
    // ZIP prefixes of the directory of offices are three digits long, so that the mark is the caller's alone.
    expect(leaks(text)).toEqual([]);
  });

  it('is nowhere in Redis, where ids and times are', async () => {
    const text = await wholeRedis();
    expect(text).toContain('callbacks.make-ready');
    expect(leaks(text)).toEqual([]);
  });

  it('is in no line of the log, and in no metric', async () => {
    const metrics = await (await fetch(`${hotline.api.url}/metrics`)).text();
    expect(metrics).toContain('hotline_webhooks_total');
    expect(leaks(metrics)).toEqual([]);
    expect(leaks(JSON.stringify(hotline.log.lines))).toEqual([]);
  });

  it('was told: the search would find it', () => {
    expect(digitsOf(spoken)).toContain(digitsOf(marks.number).slice(1));
    expect(leaks(`row ${inHex(marks.number)}`)).toEqual([marks.number, digitsOf(marks.number).slice(1)]);
  });
});
