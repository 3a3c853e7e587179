import { describe, expect, it } from 'vitest';
import { rewriteScenario } from './rewrite.ts';

const run = {
  failures: ['x'],
  ends: 'found',
  answers: { zip: '02139', safe: true, words: { recording: 'R', seconds: 1 } },
};

describe('rewriteScenario', () => {
  it('changes the end and the answers, and nothing else', () => {
    const text = `scenario: A call # of many
steps: [{ presses: '1' }]
ends: goodbye # surely
answers:
  zip: '90012'
  role: witness
asked: { a.b: { zip: '90012' } }
`;
    expect(rewriteScenario(text, run)).toBe(`scenario: A call # of many
steps: [{ presses: '1' }]
ends: found # surely
answers:
  zip: '02139'
  safe: true
asked: { a.b: { zip: '90012' } }
`);
  });

  it('adds what is not there', () => {
    expect(rewriteScenario('scenario: A call\n', { ...run, answers: { safe: false } })).toBe(
      'scenario: A call\nends: found\nanswers:\n  safe: false\n',
    );
  });
});
