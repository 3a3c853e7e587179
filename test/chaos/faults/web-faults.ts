import type { Subject } from '../subject.ts';
import type { Fault } from './fault.ts';

/** Kills the web after it has committed an answer, before the network hears it; the network asks again. */
async function killAfterCommit({ web, webhooks }: Subject): Promise<void> {
  const killed = new Promise<void>((resolve, reject) => {
    webhooks.intercept(async ({ body }) => {
      if (!body.includes('case number is')) return 'pass';
      webhooks.intercept(undefined);
      await web.kill();
      web.start().then(resolve, reject);
      return 'lose';
    });
  });
  await killed;
}

export const webKilled: Fault = {
  id: 5,
  name: 'web killed between commit and answer',
  seconds: 8,
  inject: async ({ subjects }) => void (await Promise.all(subjects.map(killAfterCommit))),
};
