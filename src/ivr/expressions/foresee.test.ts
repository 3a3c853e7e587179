import { describe, expect, it } from 'vitest';
import { fixtureFlow } from '../../../test/flows/fixtures.ts';
import type { Foreseen, Knowledge } from '../language/flow.ts';
import { createConditions } from './condition.ts';

const compile = createConditions({
  answers: fixtureFlow().collects.values(),
  outcomes: new Map([
    ['look-up', { exits: ['found', 'unknown', 'unavailable'], returns: { status: 'text' } }],
  ]),
  languages: ['en-US', 'es-US'],
});

function foresee(text: string, known: Readonly<Record<string, Knowledge>>): Foreseen {
  const compiled = compile(text);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.condition.foresee((name) => known[name] ?? 'unset');
}

const yes = { value: true } as const;
const victim = { value: 'victim' } as const;

describe('what a condition can come to', () => {
  it.each<[string, Record<string, Knowledge>, boolean | 'either']>([
    ['answers.safe', { safe: yes }, true],
    ['!answers.safe', { safe: yes }, false],
    ['answers.safe == true', { safe: 'any' }, 'either'],
    ['answers.role == "victim"', { role: victim }, true],
    ['answers.role != "victim"', { role: victim }, false],
    ['answers.zip.startsWith("9")', { zip: 'any' }, 'either'],
    ['answers.people > 3.0', { people: 'any' }, 'either'],
    ['facts.open', { 'facts.open': 'any' }, 'either'],
    ['facts.open && answers.safe', { 'facts.open': 'any', safe: { value: false } }, false],
    ['facts.open || answers.safe', { 'facts.open': 'any', safe: yes }, true],
    ['has(answers.zip)', {}, false],
    ['has(answers.zip)', { zip: 'any' }, true],
    ['has(answers.safe) && answers.safe', {}, false],
    ['outcomes["look-up"].exit == "found"', { 'outcomes.look-up': { value: 'found' } }, true],
    ['outcomes["look-up"].status == "x"', { 'outcomes.look-up': { value: 'found' } }, 'either'],
  ])('%s, knowing %j, is %s', (text, known, result) => {
    expect(foresee(text, known)).toEqual({ result, unset: [] });
  });

  it.each([
    ['answers.safe', ['safe']],
    ['answers.safe && answers.role == "victim"', ['safe', 'role']],
    ['has(answers.safe) || answers.role == "victim"', ['role']],
    ['outcomes["look-up"].exit == "found"', ['outcomes.look-up']],
  ])('names what it would ask for in vain: %s', (text, unset) => {
    expect(foresee(text, {})).toEqual({ result: false, unset });
  });

  it('does not ask for what is settled before', () => {
    expect(foresee('answers.safe && answers.role == "victim"', { safe: { value: false } }).unset).toEqual([]);
  });
});
