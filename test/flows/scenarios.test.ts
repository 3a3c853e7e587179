import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScenario } from '../../src/ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../../src/ivr/scenarios/scenario.ts';
import { fixtureFlow } from './fixtures.ts';

const folder = new URL('fixtures/small-line/scenarios/', import.meta.url);

describe('small-line', () => {
  const flow = fixtureFlow();
  for (const name of readdirSync(folder).sort()) {
    const read = loadScenario('small-line', name, readFileSync(new URL(name, folder), 'utf8'));
    it(read.ok ? read.scenario.scenario : name, () => {
      expect(read.ok ? runScenario(flow, read.scenario).failures : read.problems).toEqual([]);
    });
  }
});
