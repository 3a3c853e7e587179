import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { capabilityDeclarations, createFeatures, outboxTopics } from '../../src/app/features.ts';
import { coreWithoutStores } from './core-without-stores.ts';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

const features = await createFeatures(coreWithoutStores());

const definition = z.looseObject({ name: z.string(), attempts: z.int(), timeoutMs: z.int() });

/** Names of the jobs that a file defines for others to see. */
async function jobsDefinedIn(file: string): Promise<string[]> {
  const module = (await import(/* @vite-ignore */ `../../${file}`)) as Record<string, unknown>;
  return Object.values(module).flatMap((value) => {
    const job = definition.safeParse(value);
    return job.success ? [job.data.name] : [];
  });
}

/** Topics that the features' code names: to emit them, or to consume them. */
const topicsNamed = repositoryFiles(/^src\/features\/.*\.ts$/).flatMap((file) =>
  [...readRepositoryFile(file).matchAll(/\btopic: '([^']+)'/g)].map((match) => match[1] ?? ''),
);

describe('the features', () => {
  it('give flows the capabilities that flows are checked against', () => {
    const given = features.capabilities.map(({ declaration }) => declaration);
    expect(new Set(given)).toEqual(new Set(capabilityDeclarations));
    expect(given).toHaveLength(capabilityDeclarations.length);
  });

  it('consume every topic once, and name no other', () => {
    expect(features.consumers.map(({ topic }) => topic).toSorted()).toEqual(outboxTopics.toSorted());
    expect([...new Set(topicsNamed)].toSorted()).toEqual(outboxTopics.toSorted());
  });

  it('handle every job that is defined, once', async () => {
    const files = repositoryFiles(/^src\/features\/.*\.jobs(\/.*)?\.ts$/);
    const defined = (await Promise.all(files.map(jobsDefinedIn))).flat();
    expect(features.jobs.map(({ definition }) => definition.name).toSorted()).toEqual(defined.toSorted());
    expect(defined.length).toBeGreaterThan(0);
  });

  it('give each sweep a name of its own', () => {
    const names = features.sweeps.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
