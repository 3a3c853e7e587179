import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { testDatabase, testRedis } from '../../test/support/stores.ts';
import { measured, printReport, ratios, type Figure } from '../report.ts';
import { startHotline } from './hotline.ts';
import type { LoadResult } from './load.ts';
import { applyLoad, startSubject, type Subject } from './subjects.ts';

/** More than any subject reaches here: calls are placed and signed for so many steps a second. */
const maxPerSecond = 12_000;
const warmUpSeconds = 1;

const names = ['hotline', 'bare', 'express'] as const;
type Name = (typeof names)[number];

/**
 * `npm run bench -- step [--seconds 3] [--rounds 5] [--connections 32] [--json] [--profile DIR]`: the first three
 * ratios of the numbers that this product must reach (docs/performance.md).
 */
export async function benchStep(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '32' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const seconds = positive(values.seconds);
  const rounds = positive(values.rounds);
  const connections = positive(values.connections);
  const database = await testDatabase();
  const redis = await testRedis();
  const postgres = await preparePostgres(database.url);
  const subjects: Readonly<Record<Name, Subject>> = {
    hotline: await startHotline(database, redis.url, values.profile),
    bare: await startSubject(script('bare.ts', { DATABASE_URL: database.url })),
    express: await startSubject(script('express.ts', {})),
  };
  try {
    const load = (name: Name, perSecond: number | null): Promise<LoadResult> => {
      const { port, tellsTurn } = subjects[name];
      const most = perSecond === null ? maxPerSecond : Math.ceil(perSecond);
      return applyLoad({
        port,
        connections,
        perSecond,
        warmUpSeconds,
        seconds,
        maxPerSecond: most,
        tellsTurn,
      });
    };
    // A round that does not count: a server that has run for a while has compiled its hot code.
    if (rounds > 1) await interleaved(1, names, (name) => load(name, null));
    const peak = await interleaved(rounds, names, (name) => load(name, null));
    const rate = measured(peak.hotline.map(perSecondOf)).median / 2;
    const half = await interleaved(rounds, ['hotline', 'bare'], (name) => load(name, rate));

    const pace = (name: Name) => peak[name].map(perSecondOf);
    const tail = (name: 'hotline' | 'bare') => half[name].map((result) => result.p99Ms);
    printReport(
      {
        bench: 'step',
        settings: { seconds, rounds, connections, postgres, halfPeakPerSecond: Math.round(rate) },
        figures: [
          ...names.map((name): Figure => ({
            what: `${titles[name]}, peak`,
            unit: 'req/s',
            measured: measured(pace(name)),
          })),
          ...(['hotline', 'bare'] as const).map((name): Figure => ({
            what: `${titles[name]}, p99 at half our peak`,
            unit: 'ms',
            measured: measured(tail(name)),
          })),
        ],
        ratios: [
          {
            what: 'step',
            against: 'bare',
            ratio: ratios(pace('hotline'), pace('bare')),
            goal: { atLeast: 0.8 },
          },
          {
            what: 'step',
            against: 'Express',
            ratio: ratios(pace('hotline'), pace('express')),
            goal: { atLeast: 2 },
          },
          {
            what: 'p99 of a step',
            against: 'bare',
            ratio: ratios(tail('hotline'), tail('bare')),
            goal: { atMost: 2 },
          },
        ],
      },
      { json: values.json },
    );
  } finally {
    for (const subject of Object.values(subjects)) await subject.stop();
    await database.drop();
  }
}

const titles: Readonly<Record<Name, string>> = {
  hotline: 'IVR step, full path',
  bare: 'bare durable webhook',
  express: 'Express, nothing stored',
};

const perSecondOf = ({ perSecond }: LoadResult): number => perSecond;

/** One subject after the other, again and again and from another start each time: a slow minute strikes all. */
async function interleaved<N extends Name>(
  rounds: number,
  names: readonly N[],
  run: (name: N) => Promise<LoadResult>,
): Promise<Record<N, LoadResult[]>> {
  const results = Object.fromEntries(names.map((name) => [name, [] as LoadResult[]])) as Record<
    N,
    LoadResult[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const result = await run(name);
      results[name].push(result);
      const { perSecond, p50Ms, p99Ms } = result;
      const words = `${perSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`;
      process.stderr.write(`round ${round + 1} ${name}: ${words}\n`);
    }
  }
  return results;
}

/** Makes the bare subject's tables. Answers the server's version. @throws where a commit would not be durable */
async function preparePostgres(ownerUrl: string): Promise<string> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'server_version'];
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [settings],
    );
    const set = new Map(rows.map(({ name, setting }) => [name, setting]));
    const off = settings.filter((name) => set.get(name) === 'off');
    if (off.length > 0) throw new Error(`This Postgres is not durable: ${off.join(', ')} is off.`);
    await client.query(`
      create table bench_calls (
        id uuid primary key default gen_random_uuid(), provider_sid text not null unique, turn integer not null,
        session bytea not null, at timestamptz not null
      );
      create table bench_outbox (
        id bigint generated always as identity primary key, topic text not null, key uuid not null,
        payload jsonb not null, created_at timestamptz not null
      )`);
    return set.get('server_version') ?? 'unknown';
  } finally {
    await client.end();
  }
}

const script = (file: string, env: Readonly<Record<string, string>>) => ({
  script: fileURLToPath(new URL(file, import.meta.url)),
  execArgv: ['--import', 'tsx'],
  env,
  tellsTurn: false,
});

function positive(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`"${text}" is not a number above nothing.`);
}
