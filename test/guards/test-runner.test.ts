import { describe, expect, it } from 'vitest';
import { judgeSizes } from '../../scripts/size.mjs';
import { gates, projects, runs, select } from '../../scripts/testing/selection.mjs';
import { countTests, withoutPassed } from '../../scripts/testing/vitest-report.mjs';

describe('npm test', () => {
  it.each([
    ['everything', [], { gates, projects, runs, filters: [] }],
    ['one project', ['unit'], { gates: [], projects: ['unit'], runs: [], filters: [] }],
    [
      'a gate and a project',
      ['unit', 'lint'],
      { gates: ['lint'], projects: ['unit'], runs: [], filters: [] },
    ],
    [
      'a part of a project',
      ['integration', 'callbacks'],
      { gates: [], projects: ['integration'], runs: [], filters: ['callbacks'] },
    ],
    ['whatever matches', ['promise'], { gates: [], projects, runs: [], filters: ['promise'] }],
    ['a run', ['chaos'], { gates: [], projects: [], runs: ['chaos'], filters: [] }],
  ])('runs %s', (_, args, selected) => {
    expect(select(args)).toEqual(selected);
  });
});

describe('the count of tests', () => {
  const file = (...statuses: string[]) => ({
    name: 'x.test.ts',
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  });

  it.each([
    ['all passed', { success: true, testResults: [file('passed', 'passed')] }, 0, { passed: 2, failed: 0 }],
    ['one failed', { success: false, testResults: [file('passed', 'failed')] }, 1, { passed: 1, failed: 1 }],
    ['one skipped', { success: true, testResults: [file('passed', 'skipped')] }, 0, { passed: 1, failed: 1 }],
    [
      'a file that does not load',
      { success: false, testResults: [file('passed'), { ...file(), status: 'failed' }] },
      1,
      { passed: 1, failed: 1 },
    ],
    ['a leaked rejection', { success: false, testResults: [file('passed')] }, 1, { passed: 1, failed: 1 }],
    ['no test at all', { success: true, testResults: [] }, 0, { passed: 0, failed: 1 }],
    ['a crash', undefined, 1, { passed: 0, failed: 1 }],
  ])('is right for %s', (_, report, exitCode, count) => {
    expect(countTests(report, exitCode)).toEqual(count);
  });

  it('is shown with failures only', () => {
    expect(withoutPassed(' ✓ unit a.test.ts\n \u001b[32m✓\u001b[39m b\n ✗ c\n')).toBe('✗ c');
  });
});

describe('the size rule', () => {
  const file = (lines: number, firstLine = '') => ({ name: 'x.ts', lines, firstLine });

  it('refuses a long file without a reason', () => {
    expect(
      judgeSizes([...Array<ReturnType<typeof file>>(20).fill(file(10)), file(401)]).complaints,
    ).toHaveLength(1);
    expect(
      judgeSizes([
        ...Array<ReturnType<typeof file>>(20).fill(file(10)),
        file(401, '// long because it is a table'),
      ]).complaints,
    ).toEqual([]);
  });

  it('wants nine in ten files to be small', () => {
    expect(judgeSizes([file(10), file(260)]).complaints).toHaveLength(1);
    expect(judgeSizes([...Array<ReturnType<typeof file>>(9).fill(file(10)), file(260)]).complaints).toEqual(
      [],
    );
  });
});
