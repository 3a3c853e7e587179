import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { JobQueue } from '../../platform/jobs/jobs.port.ts';
import { registerAttemptsRoutes } from './attempts/attempts.routes.ts';
import { createAttemptsService } from './attempts/attempts.service.ts';
import { createFollowUp } from './attempts/follow-up.service.ts';
import { appointCapability, requestCapability } from './callbacks.capabilities.ts';
import { createCommands, type CommandDeps } from './callbacks.commands.ts';
import { callbacksJobs } from './callbacks.jobs.ts';
import { registerCallbacksRoutes } from './callbacks.routes.ts';
import { createCallbacksService } from './callbacks.service.ts';
import { createDialling, type DiallingFeatureDeps } from './dialling/dialling.feature.ts';
import { createLostLegs, type LostLegsDeps } from './dialling/lost-legs.service.ts';
import { reconcileSweeps } from './dialling/reconcile.jobs.ts';
import { createReconciler, type ReconcilerDeps } from './dialling/reconcile.service.ts';
import { createRestoreGate, type RestoreGateDeps } from './dialling/restore.service.ts';
import { registerHistoryRoutes } from './history/history.routes.ts';
import { createHistoryService } from './history/history.service.ts';
import { callInSweeps } from './matters/call-ins.jobs.ts';
import { registerCallInRoutes } from './matters/call-ins.routes.ts';
import { createCallInsService, type CallInsDeps } from './matters/call-ins.service.ts';
import { matterCapabilities } from './matters/matters.capabilities.ts';
import { messageConsumer } from './matters/matters.jobs.ts';
import { createMattersService, type MattersDeps } from './matters/matters.service.ts';
import { wordsBeside } from './dialling/words.files.ts';
import { registerLedgerRoutes } from './promises/ledger.routes.ts';
import { createLedgerService } from './promises/ledger.service.ts';
import { coverSweep } from './promises/cover.jobs.ts';
import { createCoverService } from './promises/cover.service.ts';
import { createPromisesService, type PromisesDeps } from './promises/promises.service.ts';
import { createTelling } from './promises/telling.service.ts';
import { createWindowsService, type WindowsDeps } from './promises/windows.service.ts';
import { createTexts, type TextsFeatureDeps } from './texts/texts.feature.ts';
import { lateSweeps } from './time/late.jobs.ts';
import { createLateService } from './time/late.service.ts';
import { registerTurnRoutes } from './turn/turn.routes.ts';
import { createTurnService, type TurnDeps } from './turn/turn.service.ts';
import { registerWorkItemsRoutes } from './work-items/work-items.routes.ts';
import { createWorkItemsService } from './work-items/work-items.service.ts';
import { defaultPolicy, readPolicy, type CallbackPolicy } from './attempts/policy.model.ts';

export interface CallbacksFeatureDeps
  extends
    CommandDeps,
    Omit<PromisesDeps, 'windows' | 'offices'>,
    Pick<DiallingFeatureDeps, 'log'>,
    Pick<MattersDeps, 'openings'>,
    Pick<TurnDeps, 'database'>,
    Pick<CallInsDeps, 'database'>,
    Pick<TextsFeatureDeps, 'messaging' | 'metrics'> {
  readonly offices: PromisesDeps['offices'] &
    WindowsDeps['offices'] &
    DiallingFeatureDeps['offices'] &
    RestoreGateDeps['offices'] &
    TextsFeatureDeps['offices'];
  readonly staff: WindowsDeps['staff'] & DiallingFeatureDeps['staff'] & CallInsDeps['staff'];
  readonly telephony: DiallingFeatureDeps['telephony'] &
    LostLegsDeps['telephony'] &
    ReconcilerDeps['telephony'];
  readonly queue: JobQueue;
  /** `callbacks.policy.yaml` may lie beside the flows. */
  readonly config: DiallingFeatureDeps['config'] & { readonly flows: { readonly dir: string } };
}

/** @throws AppError `config.invalid` when the policy has a mistake */
export function createCallbacksFeature(deps: CallbacksFeatureDeps) {
  const commands = createCommands(deps);
  const callbacks = createCallbacksService({ ...deps, commands });
  const policy = policyBeside(deps.config.flows.dir);
  const windows = createWindowsService({ ...deps, policy });
  const promises = createPromisesService({ ...deps, windows });
  const telling = createTelling(deps);
  const cover = createCoverService({ ...deps, windows, telling });
  const matters = createMattersService({ ...deps, promises });
  const callIns = createCallInsService(deps);
  const { commonLanguage } = policy;
  const turn = createTurnService({ ...deps, windows, telling, commands, commonLanguage });
  const late = createLateService({ ...deps, policy });
  const workItems = createWorkItemsService(deps);
  const followUp = createFollowUp({ ...deps, windows, policy, workItems });
  const attempts = createAttemptsService({ ...deps, followUp });
  const words = wordsBeside(deps.config.flows.dir);
  const lostLegs = createLostLegs(deps);
  const gate = createRestoreGate({ ...deps, lostLegs, workItems });
  const texts = createTexts({ ...deps, followUp, workItems, words, mayWrite: gate.mayDial });
  const dialling = createDialling({ ...deps, followUp, workItems, words, mayDial: gate.mayDial });
  const reconciler = createReconciler({ ...deps, lostLegs, dialling: dialling.service });
  const jobs = callbacksJobs({ callbacks, queue: deps.queue, clock: deps.clock });
  return {
    service: callbacks,
    dialling: dialling.service,
    callIns,
    capabilities: [
      requestCapability({ ...deps, promises, matters }),
      appointCapability({ ...deps, promises, matters }),
      ...matterCapabilities(matters, callIns, deps.offices),
    ],
    jobs: [...jobs.jobs, ...dialling.jobs, ...texts.jobs],
    consumers: [...jobs.consumers, ...dialling.consumers, ...texts.consumers, messageConsumer(matters)],
    sweeps: [
      ...reconcileSweeps(gate, reconciler),
      ...jobs.sweeps,
      ...dialling.sweeps,
      ...texts.sweeps,
      ...callInSweeps(callIns),
      coverSweep(cover),
      ...lateSweeps(late),
    ],
    routes: (app: HttpApp) => {
      registerCallbacksRoutes(app, callbacks);
      registerLedgerRoutes(app, createLedgerService(deps));
      registerHistoryRoutes(app, createHistoryService(deps));
      registerTurnRoutes(app, turn);
      registerAttemptsRoutes(app, attempts, dialling.judging);
      dialling.routes(app);
      registerCallInRoutes(app, { ...deps, callIns, words });
      texts.routes(app);
      registerWorkItemsRoutes(app, workItems);
    },
  };
}

function policyBeside(flowsDir: string): CallbackPolicy {
  const path = join(flowsDir, 'callbacks.policy.yaml');
  return existsSync(path) ? readPolicy(readFileSync(path, 'utf8')) : defaultPolicy;
}
