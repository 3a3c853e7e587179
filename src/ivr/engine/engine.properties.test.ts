import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import type { Facts } from '../language/flow.ts';
import { resume, start } from './engine.ts';
import type { Turn } from './engine.ts';
import { limits } from './limits.ts';

const flow = fixtureFlow();
const CALLS = 2_000;
const INPUTS_PER_CALL = 50;
/** Of silence, from wherever a call stands: three attempts in each of a few steps, and a capability's time limit. */
const TURNS_TO_END = 60;

const facts: fc.Arbitrary<Facts> = fc.record({
  open: fc.boolean(),
  callerNumber: fc.constantFrom(null, '+12025550123', '+447911123456'),
  caller: fc.constantFrom('known', 'foreign', 'withheld'),
  callCentre: fc.constantFrom(null, { number: '+12025550177', from: '+18005550199' }),
});

const keys = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('0', '1', '2', '3', '9', '*', '#') },
  { weight: 4, arbitrary: fc.constantFrom('90012', '2025550123', '4809', '90*90', '**', '#12', '00000') },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from('0123456789*#')), maxLength: 80 }),
  },
);

/** What no caller can press: 10 kB of digits, emoji, NUL, lone surrogates, and things that are no text at all. */
const garbage = fc.oneof(
  fc.constantFrom('1'.repeat(10_000), '\u0000', '\uD800', '☎️', '__proto__', ' 1', '1\n'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.anything(),
);

const values = fc.dictionary(
  fc.constantFrom('office', 'day', 'case_number', 'status', '__proto__', 'constructor'),
  fc.oneof(fc.constantFrom('2026-03-02', 'Los Angeles', 'x'.repeat(5_000)), fc.anything()),
);

const input: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('digits'), digits: keys }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'silence' }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('digits'), digits: garbage }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('recording'),
      recording: fc.oneof(fc.constant('RE0123456789'), garbage),
      seconds: fc.oneof(fc.constantFrom(0, 20, -1, NaN, Infinity), fc.anything()),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('outcome'),
      outcome: fc.oneof(
        fc.record({
          exit: fc.constantFrom('promised', 'full', 'found', 'unknown', 'unavailable', 'x'),
          values,
        }),
        garbage,
      ),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'poll' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'hangup' }) },
  { weight: 2, arbitrary: garbage },
);

function expectSound({ instructions, session, request }: Turn): void {
  const waits = instructions.map(({ kind }) => kind !== 'say' && kind !== 'pause');
  expect(waits.indexOf(true)).toBe(request?.mode === 'local' ? -1 : waits.length - 1);
  expect(Buffer.byteLength(JSON.stringify(session))).toBeLessThanOrEqual(limits.sessionBytes);
}

const throughJson = ({ session }: Turn): unknown => JSON.parse(JSON.stringify(session));

describe('the engine', () => {
  it(
    'survives 100,000 inputs of any kind, and ends every call when silence follows',
    { timeout: 60_000 },
    () => {
      const call = fc.array(input, { minLength: INPUTS_PER_CALL, maxLength: INPUTS_PER_CALL });
      let inputs = 0;
      fc.assert(
        fc.property(facts, call, (facts, call) => {
          let turn = start(flow, facts);
          for (const input of call) {
            turn = resume(flow, throughJson(turn), input, facts);
            expectSound(turn);
            inputs += 1;
            if (turn.session.ended !== null) turn = start(flow, facts);
          }
          for (let turns = 0; turn.session.ended === null; turns += 1) {
            expect(turns).toBeLessThan(TURNS_TO_END);
            turn = resume(flow, throughJson(turn), { kind: 'silence' }, facts);
          }
        }),
        { numRuns: CALLS },
      );
      expect(inputs).toBe(CALLS * INPUTS_PER_CALL);
    },
  );

  it('goes on from any stored session, whatever became of it', () => {
    const session = start(flow, { ...fixtureFacts, callerNumber: null, caller: 'withheld' }).session;
    const spoilt = fc.record(
      Object.fromEntries(
        Object.entries(session).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.anything())]),
      ),
    );
    const stored = fc.oneof(
      fc.anything(),
      spoilt,
      fc.record({
        step: fc.constantFrom(...flow.steps.keys()),
        version: fc.constant(1),
        phase: fc.constantFrom('offer', 'entry', 'confirm', 'x'),
      }),
    );
    fc.assert(
      fc.property(stored, input, facts, (stored, input, facts) => {
        expectSound(resume(flow, stored, input, facts));
      }),
      { numRuns: 5_000 },
    );
  });
});
