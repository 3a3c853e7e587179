import type { Clock } from '../../../kernel/ports.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { OfficesService } from '../../offices/index.ts';
import { openMinutesAgo } from './late.model.ts';
import * as repository from './late.repository.ts';

export interface LateDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly offices: Pick<OfficesService, 'calendarOf'>;
  /** Of `callbacks.policy.yaml`. */
  readonly policy: {
    readonly reminders: { readonly minutesBeforeEnd: number };
    readonly escalation: { readonly supervisorMinutes: number };
  };
}

/** Windows that are about to end or have passed without a ring. Each method sees to one page at a time until none is left. */
export function createLateService({ db, clock, offices, policy }: LateDeps) {
  return {
    /** Reminds of those that are about to end. */
    remind(limit: number): Promise<void> {
      const now = clock.now();
      const until = new Date(now.getTime() + policy.reminders.minutesBeforeEnd * 60_000);
      return untilNone(limit, () => repository.remind(db, until, now, limit));
    },

    /** Asks the supervisor, and the national desk where the supervisor has had the office's hours for it in vain. */
    async escalate(limit: number): Promise<void> {
      const now = clock.now();
      await untilNone(limit, () => repository.escalateLate(db, now, limit));
      for (const officeId of await repository.listLateOffices(db, now)) {
        const calendar = await offices.calendarOf(db, officeId);
        const since = openMinutesAgo(calendar, now, policy.escalation.supervisorMinutes);
        await untilNone(limit, () => repository.handToDesk(db, { officeId, since, now, limit }));
      }
    },
  };
}

async function untilNone(limit: number, page: () => Promise<number>): Promise<void> {
  while ((await page()) === limit);
}

export type LateService = ReturnType<typeof createLateService>;
