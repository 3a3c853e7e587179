import { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { quarterPattern, readQuarter } from './ledger.model.ts';
import type { LedgerService } from './ledger.service.ts';

/** Such as `2026-Q4`. A promise belongs to the quarter in which its window ends, on the office's calendar. */
const ledgerQuery = z.object({ quarter: z.string().max(7).regex(quarterPattern) });

const officeLedgerSchema = z.object({
  officeId: z.string(),
  officeName: z.string(),
  /** All that was told: the sum of those that follow. */
  told: z.int(),
  kept: z.int(),
  late: z.object({
    count: z.int(),
    medianMinutes: z.number().nullable(),
    p90Minutes: z.number().nullable(),
  }),
  missed: z.int(),
  rePromised: z.int(),
  withdrawn: z.int(),
  open: z.int(),
});

const ledgerSchema = z.object({ quarter: z.string(), offices: z.array(officeLedgerSchema) });

export function registerLedgerRoutes(app: HttpApp, ledger: LedgerService): void {
  app.get(
    '/api/callbacks/ledger',
    {
      config: { access: { kind: 'staff', roles: ['supervisor'] } },
      schema: { tags: ['callbacks'], querystring: ledgerQuery, response: { 200: ledgerSchema } },
    },
    async (request) => {
      const { quarter } = request.query;
      const days = readQuarter(quarter);
      if (days === null) throw appError('http.validation');
      const rows = await ledger.read(principalOf(request), days);
      const offices = rows.map(({ office_id: officeId, office_name: officeName, late, ...counts }) => ({
        officeId,
        officeName,
        told: counts.told,
        kept: counts.kept,
        late: { count: late, medianMinutes: counts.median_minutes, p90Minutes: counts.p90_minutes },
        missed: counts.missed,
        rePromised: counts.re_promised,
        withdrawn: counts.withdrawn,
        open: counts.open,
      }));
      return { quarter, offices };
    },
  );
}
