import twilio from 'twilio';
import { accountSid, authToken, line, startBench, type Bench } from './scripted-app.ts';
import type { CallerAction, CallReport } from '../../src/emulator/index.ts';

export const officer = '+12025550111';
export const supervisor = '+12025550112';
const everything = 'start end join leave mute hold modify speaker announcement';
export let bench: Bench;
export let client: twilio.Twilio;

/** Begins anew: the bindings above are this test's. */
export async function start(): Promise<void> {
  bench = await startBench();
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
  bench.app.on('/done', '<Say>after</Say>');
  bench.app.on('/events', { status: 204, type: null });
  bench.app.on('/wait', '<Say>Please wait.</Say>');
}
export type Params = Readonly<Record<string, string>>;
export const said = (report: CallReport | undefined): string[] =>
  (report?.heard ?? []).map(({ kind, text }) => `${kind} ${text}`.trim());
export const doneOf = (from: string): Params =>
  bench.app.at('/done').find(({ params }) => params['From'] === from || params['To'] === from)?.params ?? {};
export const events = (): string[] =>
  bench.app.at('/events').map(({ params }) => `${params['SequenceNumber']} ${params['StatusCallbackEvent']}`);
export const event = (name: string): Params =>
  bench.app.at('/events').find(({ params }) => params['StatusCallbackEvent'] === name)?.params ?? {};
/** The report of the leg to a number. */
export async function legTo(number: string): Promise<CallReport | undefined> {
  const [call] = await client.calls.list({ to: number });
  return bench.emulator.report(String(call?.sid));
}

export const room = (attributes = '', name = 'room'): string =>
  `<Dial action="/done"><Conference beep="false" ${attributes}>${name}</Conference></Dial>`;
export const watched = `statusCallback="/events" statusCallbackEvent="${everything}"`;

/** Calls somebody into the room while the caller hears their wait document. */
export function whileWaiting(act: (params: Params) => Promise<unknown>): void {
  bench.app.on('/wait', async ({ params }) => {
    await act(params);
    return '<Say>Please wait.</Say>';
  });
}
export function invite(number: string, script: CallerAction[], fields: object = {}) {
  bench.emulator.callees.set(number, { kind: 'answers', script });
  return client.conferences('room').participants.create({ from: line, to: number, beep: 'false', ...fields });
}
export async function run(document: string, ...script: CallerAction[]): Promise<CallReport> {
  bench.app.on('/voice', document);
  const report = await bench.call(...script);
  await bench.emulator.idle();
  return report;
}
