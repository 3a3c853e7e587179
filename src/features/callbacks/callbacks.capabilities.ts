import { speakCaseNumber } from '../../kernel/case-number.ts';
import type { CapabilityOutcome } from '../../kernel/capability.ts';
import {
  localCapability,
  localDeclaration,
  type Capability,
  type CapabilityCall,
} from '../../platform/capabilities/capability.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CasesService, OpeningsService } from '../cases/index.ts';
import type { OfficesService } from '../offices/index.ts';
import type { MattersService } from './matters/matters.service.ts';
import type { PromiseOutcome, PromisesService } from './promises/promises.service.ts';
import { promisedDate } from './promises/wish.model.ts';

export const requestDeclaration = localDeclaration({
  name: 'callbacks.request',
  needsCase: true,
  input: {
    number: { type: 'phone', required: true },
    voicemail: { type: 'choice', required: false },
    contact: { type: 'choice', required: false },
    window: { type: 'choice', required: false },
    instead: { type: 'choice', required: false },
    agreed: { type: 'yes_no', required: false },
    any_window: { type: 'yes_no', required: false },
    zone: { type: 'choice', required: false },
    far_zone: { type: 'choice', required: false },
    zip: { type: 'zip', required: false },
    about: { type: 'choice', required: false },
    interpreter: { type: 'choice', required: false },
    safe_word: { type: 'digits', required: false },
  },
  exits: ['promised', 'other_window', 'unreachable'],
  returns: {
    office: 'text',
    date: 'date',
    window: 'choice',
    clock: 'choice',
    last_two: 'digits',
    case_number: 'text',
    pin: 'digits',
  },
  returnsOn: { other_window: ['window', 'date'], unreachable: [] },
  promisesOn: ['promised'],
});

export const appointDeclaration = localDeclaration({
  name: 'callbacks.appoint',
  needsCase: true,
  input: {
    window: { type: 'choice', required: false },
    instead: { type: 'choice', required: false },
    agreed: { type: 'yes_no', required: false },
    zone: { type: 'choice', required: false },
    far_zone: { type: 'choice', required: false },
    zip: { type: 'zip', required: false },
    about: { type: 'choice', required: false },
    interpreter: { type: 'choice', required: false },
  },
  exits: ['promised', 'other_window'],
  returns: {
    office: 'text',
    date: 'date',
    window: 'choice',
    clock: 'choice',
    case_number: 'text',
    pin: 'digits',
  },
  returnsOn: { other_window: ['window', 'date'] },
  promisesOn: ['promised'],
});

export interface RequestDeps {
  readonly promises: Pick<PromisesService, 'request' | 'appoint'>;
  readonly matters: Pick<MattersService, 'join'>;
  readonly cases: Pick<CasesService, 'reference'>;
  readonly openings: Pick<OpeningsService, 'caseOf'>;
  readonly offices: Pick<OfficesService, 'nameOf'>;
}

/**
 * `callbacks.request`: a promise as a row, and the words of it for the caller. A call that has opened a case asks for
 * that one: it is joined with the promise that stands already, and is told that again.
 */
export function requestCapability(deps: RequestDeps): Capability {
  return localCapability(requestDeclaration, async (tx, call, input) => {
    const caseId = await caseToPromise(deps, tx, call);
    return tell(deps, tx, caseId, await deps.promises.request(tx, { ...call, caseId }, input));
  });
}

/** `callbacks.appoint`: the same for a caller whom nobody can ring. They ring us, and an officer is there for them. */
export function appointCapability(deps: RequestDeps): Capability {
  return localCapability(appointDeclaration, async (tx, call, input) => {
    const caseId = await caseToPromise(deps, tx, call);
    return tell(deps, tx, caseId, await deps.promises.appoint(tx, { ...call, caseId }, input));
  });
}

/** The case that a call has opened, joined with what is promised for it; else the call's own. */
async function caseToPromise(
  { openings, matters }: RequestDeps,
  tx: Tx,
  call: CapabilityCall,
): Promise<string | null> {
  const opened = await openings.caseOf(tx, call.callId);
  if (opened !== null) await matters.join(tx, call.callId);
  return opened ?? call.caseId;
}

async function tell(
  { cases, offices }: RequestDeps,
  tx: Tx,
  caseId: string | null,
  outcome: PromiseOutcome,
): Promise<CapabilityOutcome> {
  if (outcome.kind === 'no_time' || caseId === null) return { exit: 'unavailable', values: {} };
  if (outcome.kind === 'unreachable') return { exit: 'unreachable', values: {} };
  if (outcome.kind === 'other_window')
    return { exit: 'other_window', values: { window: outcome.windowName, date: outcome.localDate } };
  const { promise } = outcome;
  const { number, pin } = await cases.reference(tx, caseId);
  return {
    exit: 'promised',
    values: {
      office: await offices.nameOf(tx, promise.officeId),
      date: promisedDate(promise),
      window: promise.windowName,
      clock: promise.zone,
      ...(promise.lastTwo !== null && { last_two: promise.lastTwo }),
      case_number: speakCaseNumber(number),
      pin,
    },
  };
}
