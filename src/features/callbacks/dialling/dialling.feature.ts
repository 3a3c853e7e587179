import type { Config } from '../../../config/config.ts';
import type { Log } from '../../../kernel/ports.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import type { JobQueue } from '../../../platform/jobs/jobs.port.ts';
import type { OfficesService } from '../../offices/index.ts';
import { diallingJobs } from './dialling.jobs.ts';
import { registerDiallingRoutes } from './dialling.routes.ts';
import { createDiallingService, type DiallingDeps } from './dialling.service.ts';
import { createDocuments, type DocumentsDeps } from './documents.service.ts';
import { createJudging } from './judging.service.ts';
import { createLegTaker, type LegsDeps } from './legs.service.ts';
import { createPlacing, type PlacingDeps } from './placing.service.ts';
import { registerWebhookRoutes } from './webhooks.routes.ts';
import { createWebhooks } from './webhooks.service.ts';

export interface DiallingFeatureDeps
  extends
    Omit<DiallingDeps, 'take' | 'offices'>,
    LegsDeps,
    Pick<PlacingDeps, 'db' | 'telephony'>,
    Pick<DocumentsDeps, 'words'> {
  readonly offices: Pick<OfficesService, 'lineById' | 'interpreterLine' | 'nameOf'>;
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly queue: JobQueue;
  readonly log: Log;
  /** Whether anybody may be dialled now. */
  readonly mayDial: () => boolean;
}

/** Dialling: the officer's telephone rings first, then the caller's, and both come together. */
export function createDialling(deps: DiallingFeatureDeps) {
  const { publicUrl } = deps.config.http;
  const take = createLegTaker(deps);
  const service = createDiallingService({ ...deps, take });
  const placing = createPlacing({ ...deps, publicUrl, take });
  const documents = createDocuments({ ...deps, publicUrl });
  const webhooks = createWebhooks({ ...deps, take, documents, dialling: service });
  return {
    service,
    judging: createJudging(deps),
    ...diallingJobs({ ...deps, placing }),
    routes: (app: HttpApp) => {
      registerDiallingRoutes(app, service);
      registerWebhookRoutes(app, { ...deps, webhooks });
    },
  };
}
