import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore, closeCore, type Core } from '../../../src/app/core.ts';
import { createCallsFeature } from '../../../src/features/calls/index.ts';
import { createCasesFeature } from '../../../src/features/cases/index.ts';
import { createOfficesFeature } from '../../../src/features/offices/index.ts';
import { createVoiceFeature } from '../../../src/features/voice/index.ts';
import type { CapabilityOutcome } from '../../../src/kernel/capability.ts';
import {
  localCapability,
  localDeclaration,
  remoteCapability,
  remoteDeclaration,
} from '../../../src/platform/capabilities/capability.ts';
import { createMetrics } from '../../../src/platform/observability/metrics.ts';
import { systemIds } from '../../../src/platform/system/ids.ts';
import { accountSid, caller, line, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { newCallSid } from '../../support/telephone.ts';

const flowFolders = {
  'assistance-line': {
    'flow.yaml': `
flow: assistance-line
version: 1
languages: [en-US]
start: ask
exhausted: sorry
collects: { code: { digits: { min: 4, max: 4 } } }
steps:
  ask: { ask: code, next: look-up }
  look-up:
    do: test.look-up
    with: { code: $code }
    waiting: waiting
    limit: 10
    then: { found: count, unavailable: sorry }
  count: { do: test.count, then: { counted: found, dropped: sorry, unavailable: sorry } }
  found: { end: found }
  sorry: { end: sorry }
`,
    'prompts.en-US.yaml': `
prompts:
  default.silence: Nothing.
  default.wrong: Wrong.
  default.limit: Sorry.
  code: Your code.
  waiting: One moment.
  found: The answer is {look-up.word}.
  sorry: We cannot look that up now.
`,
  },
};

/** A voice feature with two capabilities of the test's own: a slow one outside, and one in the turn's transaction. */
describe('a capability of a flow', () => {
  let hotline: Hotline;
  let core: Core;
  let answer: () => Promise<CapabilityOutcome>;
  let count: () => Promise<CapabilityOutcome>;
  let voice: Awaited<ReturnType<typeof createVoiceFeature>>;
  const asked: unknown[] = [];

  beforeAll(async () => {
    // The product's own worker does not know the test's capabilities.
    hotline = await startHotline({ worker: false });
    core = createCore({ ...hotline, ids: systemIds, metrics: createMetrics(), flowFolders }, 'worker');
    await rowsOf(hotline.database.url, 'grant insert on capability_runs to hotline_worker');
    const on = { ...core, db: core.database.db };
    const offices = createOfficesFeature().service;
    const calls = createCallsFeature(on).service;
    voice = await createVoiceFeature({
      ...core,
      calls,
      cases: createCasesFeature({ ...on, calls, offices }).service,
      callIns: { officerFor: async () => null, settle: async () => {} },
      offices,
      capabilities: [
        remoteCapability(
          remoteDeclaration({
            name: 'test.look-up',
            input: { code: { type: 'digits', required: true } },
            exits: ['found'],
            returns: { word: 'text' },
          }),
          async (_call, input) => {
            asked.push(input);
            return answer();
          },
        ),
        localCapability(
          localDeclaration({
            name: 'test.count',
            input: {},
            exits: ['counted', 'dropped'],
            returns: {},
            promisesOn: ['counted'],
            forgetsOn: ['dropped'],
          }),
          () => count(),
        ),
      ],
    });
    count = async () => ({ exit: 'counted', values: {} });
  });
  afterAll(async () => {
    await closeCore(core);
    await hotline.stop();
  });

  const standard = (sid: string) => ({
    AccountSid: accountSid,
    CallSid: sid,
    CallStatus: 'in-progress' as const,
    From: caller,
    To: line,
  });
  const dialAndEnter = async () => {
    const sid = newCallSid();
    const first = await voice.service.incoming({ ...standard(sid), Direction: 'inbound' });
    const waiting = await voice.service.action({ ...standard(sid), Digits: '1234' }, first.turn, 'caller');
    return { sid, waiting };
  };
  const poll = (sid: string, turn: number) => voice.service.action(standard(sid), turn, 'poll');
  /** What the relay and a worker do with the event of the turn, without Redis between them. */
  const runAsked = async (sid: string) => {
    const [run] = await rowsOf<{ id: string }>(
      hotline.database.url,
      `select r.id from capability_runs r join calls c on c.id = r.call_id where c.provider_sid = '${sid}'`,
    );
    const context = { attempt: 1, clock: core.clock, log: core.log, signal: new AbortController().signal };
    await voice.jobs[0]?.handle({ runId: run?.id ?? '' }, context);
  };

  it('outside holds the caller with words, and is answered when it is polled', async () => {
    answer = async () => ({ exit: 'found', values: { word: 'blue' } });
    const { sid, waiting } = await dialAndEnter();
    expect(waiting.instructions.at(-1)).toMatchObject({ kind: 'poll' });
    const still = await poll(sid, waiting.turn);
    expect(still.instructions.at(-1)).toMatchObject({ kind: 'poll' });
    await runAsked(sid);
    const found = await poll(sid, still.turn);
    expect(JSON.stringify(found.instructions)).toContain('The answer is blue.');
    expect(asked).toEqual([{ code: '1234' }]);
  });

  it('outside runs once for a webhook that comes twice', async () => {
    const { sid, waiting } = await dialAndEnter();
    await voice.service.action({ ...standard(sid), Digits: '1234' }, waiting.turn - 1, 'caller');
    const runs = await rowsOf(
      hotline.database.url,
      `select 1 from capability_runs r join calls c on c.id = r.call_id where c.provider_sid = '${sid}'`,
    );
    expect(runs).toHaveLength(1);
  });

  it('outside that never answers leads the caller on when its time is up', async () => {
    const { sid, waiting } = await dialAndEnter();
    let last = waiting;
    for (let polls = 0; polls < 20 && last.instructions.at(-1)?.kind === 'poll'; polls += 1) {
      last = await poll(sid, last.turn);
    }
    expect(JSON.stringify(last.instructions)).toContain('We cannot look that up now.');
  });

  it('inside that forgets leaves nothing of what was asked outside', async () => {
    answer = async () => ({ exit: 'found', values: { word: 'blue' } });
    count = async () => ({ exit: 'dropped', values: {} });
    const { sid, waiting } = await dialAndEnter();
    await runAsked(sid);
    await poll(sid, waiting.turn);
    const runs = await rowsOf(
      hotline.database.url,
      `select 1 from capability_runs r join calls c on c.id = r.call_id where c.provider_sid = '${sid}'`,
    );
    expect(runs).toEqual([]);
  });

  it('inside that breaks is rolled back, and the caller led on', async () => {
    answer = async () => ({ exit: 'found', values: { word: 'blue' } });
    count = () => Promise.reject(new Error('broken'));
    const { sid, waiting } = await dialAndEnter();
    await runAsked(sid);
    const led = await poll(sid, waiting.turn);
    expect(JSON.stringify(led.instructions)).toContain('We cannot look that up now.');
    expect(hotline.log.lines.filter((entry) => entry.message === 'capability failed')).toHaveLength(1);
  });
});
