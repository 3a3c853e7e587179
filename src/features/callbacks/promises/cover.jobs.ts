import type { Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { CoverService } from './cover.service.ts';

/** Whatever changes officers' hours or absences, it is here that promises follow: within five minutes. */
export function coverSweep(cover: Pick<CoverService, 'seeTo'>): Sweep {
  return {
    name: 'callbacks.cover',
    everyMs: 300_000,
    async run({ log }) {
      const { handedOver, promisedAnew, escalated } = await cover.seeTo();
      if (handedOver > 0) log.info({ count: handedOver }, 'gave callbacks to offices that cover');
      if (promisedAnew > 0) log.warn({ count: promisedAnew }, 'promised callbacks anew: nobody is there');
      if (escalated > 0) log.warn({ count: escalated }, 'asked supervisors: nobody can keep these promises');
    },
  };
}
