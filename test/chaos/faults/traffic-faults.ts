import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const lastsMs = 6_000;

export const tripledWebhooks: Fault = {
  id: 22,
  name: 'every webhook three times at once',
  seconds: 6,
  async inject({ subjects }) {
    for (const { webhooks } of subjects) webhooks.copies(3);
    await delay(lastsMs);
    for (const { webhooks } of subjects) webhooks.copies(1);
  },
};

export const disorder: Fault = {
  id: 23,
  name: 'status callbacks late and out of order',
  seconds: 6,
  async inject({ subjects }) {
    for (const subject of subjects) subject.disorder(true);
    await delay(lastsMs);
    for (const subject of subjects) subject.disorder(false);
  },
};
