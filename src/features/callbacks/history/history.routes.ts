import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { toCallback } from '../callbacks.answers.ts';
import { callbackParams } from '../callbacks.schemas.ts';
import { callbackInFullSchema } from './history.schemas.ts';
import type { CallbackHistory, HistoryService } from './history.service.ts';

export function registerHistoryRoutes(app: HttpApp, history: HistoryService): void {
  app.get(
    '/api/callbacks/:id',
    {
      config: { access: { kind: 'staff', roles: ['officer', 'supervisor'] } },
      schema: { tags: ['callbacks'], params: callbackParams, response: { 200: callbackInFullSchema } },
    },
    async (request) => {
      const found = await history.read(principalOf(request), request.params.id);
      if (found === null) throw appError('http.not_found');
      const { safeContact, ...callback } = toCallback(found.callback);
      return {
        safeContact,
        ...callback,
        promises: found.promises.map(toPromise),
        attempts: found.attempts.map(toAttempt),
        timeline: found.events.map(toEvent),
      };
    },
  );
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const toPromise = (row: CallbackHistory['promises'][number]) => ({
  id: row.id,
  toldBy: row.told_by,
  toldAt: row.told_at.toISOString(),
  window: {
    name: row.window_name,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    timeZone: row.time_zone,
  },
  lastTwoDigits: row.lastTwo,
  outcome: row.outcome,
  lateByMinutes: row.late_by_minutes,
  settledAt: iso(row.settled_at),
});

const toAttempt = (row: CallbackHistory['attempts'][number]) => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  by: row.staff_name,
  startedAt: row.started_at.toISOString(),
  callerRungAt: iso(row.caller_rung_at),
  joinedAt: iso(row.joined_at),
  endedAt: iso(row.ended_at),
  outcome: row.outcome,
  note: row.note,
  legs: [...row.legs],
});

const toEvent = (row: CallbackHistory['events'][number]) => ({
  at: row.at.toISOString(),
  kind: row.kind,
  by: row.staff_id === null ? null : { staffId: row.staff_id, displayName: row.staff_name },
  data: { ...row.data },
  note: row.note,
});
