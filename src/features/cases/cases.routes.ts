import type { HttpApp } from '../../platform/http/http-app.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { principalOf } from '../../platform/http/access.ts';
import type { CaseSummaryRow } from './cases.repository.ts';
import { caseListQuery, caseListSchema, caseParams, caseSchema } from './cases.schemas.ts';
import type { CasesService } from './cases.service.ts';

const defaultPage = 50;

export function registerCasesRoutes(app: HttpApp, cases: CasesService): void {
  app.get(
    '/api/cases',
    {
      config: { access: { kind: 'staff', roles: ['officer', 'supervisor'] } },
      schema: { tags: ['cases'], querystring: caseListQuery, response: { 200: caseListSchema } },
    },
    async (request) => {
      const limit = request.query.limit ?? defaultPage;
      const after = decodeCursor(request.query.cursor);
      const rows = await cases.list(
        principalOf(request),
        after && { openedAt: new Date(after.at), id: after.id },
        limit,
      );
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(toSummary),
        nextCursor: last ? encodeCursor({ at: last.opened_at.toISOString(), id: last.id }) : null,
      };
    },
  );

  app.get(
    '/api/cases/:id',
    {
      config: { access: { kind: 'staff', roles: ['officer', 'supervisor'] } },
      schema: { tags: ['cases'], params: caseParams, response: { 200: caseSchema } },
    },
    async (request) => {
      const found = await cases.read(principalOf(request), request.params.id);
      return { ...toSummary(found), details: found.details, recordings: found.recordings };
    },
  );
}

const toSummary = (row: CaseSummaryRow) => ({
  id: row.id,
  number: row.number,
  officeId: row.office_id,
  status: row.status,
  callerRole: row.caller_role,
  language: row.language,
  version: row.version,
  openedAt: row.opened_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
