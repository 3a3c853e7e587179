import type { HttpApp } from '../../../platform/http/http-app.ts';
import type { JobQueue } from '../../../platform/jobs/jobs.port.ts';
import { createAnswersService, type AnswersDeps } from './answers.service.ts';
import { createFollowing, type FollowingDeps } from './following.service.ts';
import { createSendingService, type SendingDeps } from './sending.service.ts';
import { textsJobs } from './texts.jobs.ts';
import { registerTextsRoutes } from './texts.routes.ts';
import { createTextsService, type TextsDeps } from './texts.service.ts';
import { registerTextWebhooks, type TextWebhooksDeps } from './webhooks.routes.ts';

export interface TextsFeatureDeps
  extends
    TextsDeps,
    AnswersDeps,
    Omit<SendingDeps, 'following'>,
    FollowingDeps,
    Pick<TextWebhooksDeps, 'metrics'> {
  readonly config: TextWebhooksDeps['config'];
  readonly queue: JobQueue;
}

/** Callers who are reached by text. */
export function createTexts(deps: TextsFeatureDeps) {
  const sending = createSendingService({ ...deps, following: createFollowing(deps) });
  return {
    ...textsJobs({ ...deps, sending }),
    routes: (app: HttpApp) => {
      registerTextsRoutes(app, createTextsService(deps));
      registerTextWebhooks(app, { ...deps, sending, answers: createAnswersService(deps) });
    },
  };
}
