import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlows } from '../../../src/app/flow-files.ts';
import { createFileVault } from '../../../src/platform/vault/file-vault.ts';
import { loadMasterKeyFile } from '../../../src/platform/vault/master-key-file.ts';
import type { DataKey } from '../../../src/platform/vault/vault.port.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';

/** A number and a place that stand nowhere else, so that finding them anywhere is a leak. */
const marks = { number: '+12025550147', zip: '94117' };

/** Every column of every row of every table, as text; bytes as hexadecimal. */
async function wholeDatabase({ url }: { readonly url: string }): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    url,
    `select format('%I', table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) => rowsOf<{ row: string }>(url, `select t::text as row from ${name} t`)),
  );
  return texts
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

/** Every key and value of the test's Redis, whatever its type. */
async function wholeRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const keys = await redis.keys('*');
  const dumps = await Promise.all(
    keys.map(async (key) => `${key} ${(await redis.dumpBuffer(key))?.toString('latin1')}`),
  );
  redis.disconnect();
  return dumps.join('\n');
}

const inHex = (text: string) => Buffer.from(text).toString('hex');
const digitsOf = (text: string) => text.replaceAll(/\D/g, '');

const leaks = (text: string) =>
  [marks.number, digitsOf(marks.number).slice(1), marks.zip].filter(
    (mark) =>
      text.includes(mark) ||
      text.includes(inHex(mark)) ||
      text.includes(Buffer.from(mark).toString('base64')),
  );

describe('what a caller tells', () => {
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

  it('is nowhere in the database but under seal', async () => {
    const text = await wholeDatabase(hotline.database);
    expect(text.length).toBeGreaterThan(1_000);
    // ZIP prefixes of the directory of offices are three digits long, so that the mark is the caller's alone.
    expect(leaks(text)).toEqual([]);
  });

  it('is nowhere in Redis, where ids and times are', async () => {
    const text = await wholeRedis(hotline.redis.url);
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

describe('what a caller told whose call is forgotten', () => {
  let forgetful: Hotline;
  let sid: string;
  beforeAll(async () => {
    forgetful = await startHotline({ flowFolders: await readFlows('test/support/flows') });
    // The number is told, read back, and kept in a case that has begun; then it turns out to be about something else.
    const report = await forgetful.call(
      [
        { press: '1' },
        { press: '1' },
        { press: '0' },
        { press: '2' },
        { hears: 'another number', hangUp: true },
      ],
      marks.number,
    );
    expect(report).toMatchObject({ missed: [], warnings: [] });
    ({ sid } = report);
  });
  afterAll(() => forgetful.stop());

  it('is nowhere in the database', async () => {
    expect(leaks(await wholeDatabase(forgetful.database))).toEqual([]);
  });

  it('is under no seal that is left, although seals of the call can be opened', async () => {
    const vault = createFileVault(loadMasterKeyFile(forgetful.config.vault.masterKeyFile));
    const turns = await rowsOf<{ call: string; turn: number; sealed: Buffer; key: DataKey }>(
      forgetful.database.url,
      `select c.id as call, t.turn, t.turn_sealed as sealed, json_build_object('id', k.id, 'masterKeyId',
              k.master_key_id, 'wrapped', encode(k.wrapped, 'base64')) as key
         from call_turns t join calls c on c.id = t.call_id join data_keys k on k.id = c.key_id
        where c.provider_sid = '${sid}' and t.turn_sealed is not null`,
    );
    const texts = turns.map(({ call, turn, sealed, key }) =>
      vault.open(
        { ...key, wrapped: Buffer.from(String(key.wrapped), 'base64') },
        { table: 'call_turns', column: 'turn_sealed', id: `${call}/${turn}` },
        sealed,
      ),
    );
    expect(texts.join('\n')).toContain('Please call another number.');
    expect(leaks(texts.join('\n'))).toEqual([]);
    const rows = await rowsOf(
      forgetful.database.url,
      'select 1 from cases union all select 1 from calls where caller_number_sealed is not null',
    );
    expect(rows).toEqual([]);
  });
});
