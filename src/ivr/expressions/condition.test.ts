import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import type { Value } from '../../kernel/capability.ts';
import { newSession } from '../engine/read-session.ts';
import { createConditions } from './condition.ts';

const flow = fixtureFlow();
const compile = createConditions({
  answers: flow.collects.values(),
  outcomes: new Map([
    [
      'look-up',
      { exits: ['found', 'unknown', 'unavailable'], returns: { status: 'text', urgent: 'yes_no' } },
    ],
  ]),
  languages: ['en-US', 'es-US'],
});

function test(text: string, answers: Record<string, Value> = {}): boolean {
  const compiled = compile(text);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.condition.test({ ...newSession(flow), answers }, fixtureFacts);
}

describe('conditions', () => {
  it.each<[string, Record<string, Value>, boolean]>([
    ['answers.safe == true', { safe: true }, true],
    ['answers.safe', { safe: false }, false],
    ["answers.role in ['victim', 'witness']", { role: 'witness' }, true],
    ['facts.open && facts.caller == "known"', {}, true],
    ['facts.language == "es-US"', {}, false],
    ['has(answers.words)', { words: { recording: 'RE1', seconds: 3 } }, true],
    ['answers.zip.startsWith("9")', { zip: '90012' }, true],
  ])('%s with %j is %s', (text, answers, expected) => {
    expect(test(text, answers)).toBe(expected);
  });

  it.each([
    'answers.safe == true',
    'answers.safe != true',
    '!answers.safe',
    'answers.role == "victim"',
    'outcomes["look-up"].urgent',
  ])('are false and do not throw where the answer is not set: %s', (text) => {
    expect(test(text)).toBe(false);
  });

  it('can ask for what a capability answered', () => {
    const compiled = compile('outcomes["look-up"].exit == "found" && outcomes["look-up"].urgent');
    const outcomes = { 'look-up': { exit: 'found', values: { urgent: true } } };
    expect(compiled.ok && compiled.condition.test({ ...newSession(flow), outcomes }, fixtureFacts)).toBe(
      true,
    );
  });

  it.each([
    ['answers.saef', 'Did you mean "safe"?'],
    ['answers.safe == "yes"', 'do not fit together'],
    ['"wittness" == answers.role', 'Did you mean "witness"?'],
    ['answers.role in ["victim", "wittness"]', '"wittness" is not a choice'],
    ['outcomes.promise.exit == "x"', 'nothing is called "promise" here'],
    ['answers.zip', 'gives string'],
    ['answers.zip.matches("9+")', 'regular expressions'],
    ['answers.safe ==', 'Unexpected'],
    ['', ''],
    [Array.from({ length: 40 }, () => 'answers.safe').join(' && '), ''],
    [`${'('.repeat(200)}true${')'.repeat(200)}`, ''],
  ])('are refused: %s', (text, message) => {
    const compiled = compile(text);
    expect(compiled.ok ? null : compiled.message).toContain(message);
  });
});
