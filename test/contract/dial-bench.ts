import twilio from 'twilio';
import { accountSid, authToken, startBench, type Bench } from './scripted-app.ts';
import type { CalleeBehaviour, CallerAction, CallReport } from '../../src/emulator/index.ts';

export const officer = '+12025550111';
export const second = '+12025550112';
export const third = '+12025550113';
export let bench: Bench;
export let client: twilio.Twilio;

/** Begins anew: the bindings above are this test's. */
export async function start(options: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench(options);
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
  bench.app.on('/done', '<Say>after</Say>');
  bench.app.on('/status', { status: 204, type: null });
}
export const answers = (...script: CallerAction[]): CalleeBehaviour => ({ kind: 'answers', script });
export async function run(document: string, ...script: CallerAction[]): Promise<CallReport> {
  bench.app.on('/voice', document);
  const report = await bench.call(...script);
  await bench.emulator.idle();
  return report;
}
export const done = (): Readonly<Record<string, string>> => bench.app.at('/done')[0]?.params ?? {};
export const said = (report: CallReport | undefined): string[] =>
  (report?.heard ?? []).map(({ kind, text }) => `${kind} ${text}`.trim());
export const codes = (report: CallReport): number[] => report.warnings.map(({ code }) => code);
/** The leg of a number that a call has dialled. */
export function leg(report: CallReport, number: string): CallReport | undefined {
  return report.dialled.map((sid) => bench.emulator.report(sid)).find((one) => one?.to === number);
}
export const plain = `<Dial action="/done">${officer}</Dial><Say>never</Say>`;
