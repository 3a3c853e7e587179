import type { Migration } from 'kysely';
import * as backbone from './20261124T1200_backbone.ts';
import * as capabilityRuns from './20261124T1300_capability_runs.ts';
import * as callCentres from './20261124T1730_call_centres.ts';
import * as forgottenCalls from './20261124T1740_forgotten_calls.ts';
import * as callbackMatters from './20261124T1750_callback_matters.ts';
import * as callbackAttempts from './20261124T1910_callback_attempts.ts';
import * as officersHours from './20261124T1920_officers_hours.ts';
import * as callbacksInFull from './20261124T2000_callbacks_in_full.ts';
import * as workItemsOfCallbacks from './20261124T2015_work_items_of_callbacks.ts';
import * as caseOpeningTries from './20261124T2020_case_opening_tries.ts';
import * as nextInTurn from './20261124T2025_next_in_turn.ts';
import * as officersHoursKept from './20261124T2036_officers_hours_kept.ts';
import * as callbackTexts from './20261124T2040_callback_texts.ts';
import * as callIns from './20261124T2110_call_ins.ts';
import * as lateCallbacks from './20261124T2115_late_callbacks.ts';
import * as callbacksTaken from './20261124T2120_callbacks_taken.ts';
import * as listsOfCallbacks from './20261124T2140_lists_of_callbacks.ts';

/** Every migration, oldest first. Static, so that it loads the same under tsx, vitest and compiled code. */
export const migrations: Readonly<Record<string, Migration>> = {
  '20261124T1200_backbone': backbone,
  '20261124T1300_capability_runs': capabilityRuns,
  '20261124T1730_call_centres': callCentres,
  '20261124T1740_forgotten_calls': forgottenCalls,
  '20261124T1750_callback_matters': callbackMatters,
  '20261124T1910_callback_attempts': callbackAttempts,
  '20261124T1920_officers_hours': officersHours,
  '20261124T2000_callbacks_in_full': callbacksInFull,
  '20261124T2015_work_items_of_callbacks': workItemsOfCallbacks,
  '20261124T2020_case_opening_tries': caseOpeningTries,
  '20261124T2025_next_in_turn': nextInTurn,
  '20261124T2036_officers_hours_kept': officersHoursKept,
  '20261124T2040_callback_texts': callbackTexts,
  '20261124T2110_call_ins': callIns,
  '20261124T2115_late_callbacks': lateCallbacks,
  '20261124T2120_callbacks_taken': callbacksTaken,
  '20261124T2140_lists_of_callbacks': listsOfCallbacks,
};
