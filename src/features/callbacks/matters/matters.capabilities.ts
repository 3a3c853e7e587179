import { speakCaseNumber } from '../../../kernel/case-number.ts';
import type { CapabilityOutcome } from '../../../kernel/capability.ts';
import { isWindowName } from '../../../kernel/windows.ts';
import {
  localCapability,
  localDeclaration,
  type Capability,
} from '../../../platform/capabilities/capability.ts';
import type { OfficesService } from '../../offices/index.ts';
import { promisedDate } from '../promises/wish.model.ts';
import type { CallInsService } from './call-ins.service.ts';
import type { AskedChange, MattersService } from './matters.service.ts';

/** What flows may ask about the case that a call has opened. Every one exits `not_open` on any other call. */

export const findDeclaration = localDeclaration({
  name: 'callbacks.find',
  input: {},
  exits: ['found', 'late', 'appointment', 'none', 'not_open'],
  returns: {
    office: 'text',
    date: 'date',
    window: 'choice',
    clock: 'choice',
    last_two: 'digits',
    place: 'amount',
    case_number: 'text',
  },
  returnsOn: {
    appointment: ['office', 'date', 'window', 'clock', 'case_number'],
    none: ['case_number'],
    not_open: [],
  },
});

export const moveDeclaration = localDeclaration({
  name: 'callbacks.move',
  input: { window: { type: 'choice', required: true } },
  exits: ['moved', 'other_window', 'not_now', 'none', 'not_open'],
  returns: { office: 'text', date: 'date', window: 'choice' },
  returnsOn: { other_window: ['date', 'window'], not_now: [], none: [], not_open: [] },
});

export const cancelDeclaration = localDeclaration({
  name: 'callbacks.cancel',
  input: {},
  exits: ['cancelled', 'none', 'not_open'],
  returns: {},
});

export const joinDeclaration = localDeclaration({
  name: 'callbacks.join',
  input: {},
  exits: ['joined', 'none', 'not_open'],
  returns: {},
});

export const askChangeDeclaration = localDeclaration({
  name: 'callbacks.ask-change',
  input: {
    number: { type: 'phone', required: false },
    voicemail: { type: 'choice', required: false },
  },
  exits: ['asked', 'noted_before', 'not_open'],
  returns: {},
});

export const callInDeclaration = localDeclaration({
  name: 'callbacks.call-in',
  input: {},
  exits: ['now', 'early', 'over', 'nobody', 'none', 'not_open'],
  returns: {},
  connectsOn: ['now'],
});

export const matterDeclarations = [
  findDeclaration,
  moveDeclaration,
  cancelDeclaration,
  joinDeclaration,
  askChangeDeclaration,
  callInDeclaration,
] as const;

const unavailable: CapabilityOutcome = { exit: 'unavailable', values: {} };

export function matterCapabilities(
  matters: MattersService,
  callIns: Pick<CallInsService, 'begin'>,
  offices: Pick<OfficesService, 'nameOf'>,
): readonly Capability[] {
  return [
    localCapability(findDeclaration, async (tx, call) => {
      const found = await matters.find(tx, call.callId);
      if (found.kind === 'not_open') return { exit: 'not_open', values: {} };
      if (found.kind === 'none')
        return { exit: 'none', values: { case_number: speakCaseNumber(found.caseNumber) } };
      const { matter, lastTwo, place } = found;
      return {
        exit: found.kind,
        values: {
          office: await offices.nameOf(tx, matter.office_id),
          date: promisedDate({ startsAt: matter.window_starts_at, zone: matter.time_zone }),
          window: matter.window_name,
          clock: matter.time_zone,
          ...(found.kind !== 'appointment' && { last_two: lastTwo ?? '', place }),
          case_number: speakCaseNumber(matter.case_number),
        },
      };
    }),

    localCapability(moveDeclaration, async (tx, call, input) => {
      if (!isWindowName(input['window'])) return unavailable;
      const outcome = await matters.move(tx, call.callId, input['window']);
      if (outcome.kind === 'no_time') return unavailable;
      if (outcome.kind !== 'moved' && outcome.kind !== 'other_window')
        return { exit: outcome.kind, values: {} };
      const { windowName, localDate } = outcome.window;
      const told = { date: localDate, window: windowName };
      if (outcome.kind === 'other_window') return { exit: 'other_window', values: told };
      const office = await offices.nameOf(tx, outcome.matter.office_id);
      return { exit: 'moved', values: { ...told, office } };
    }),

    localCapability(cancelDeclaration, async (tx, call) => ({
      exit: (await matters.cancel(tx, call.callId)).kind,
      values: {},
    })),

    localCapability(joinDeclaration, async (tx, call) => ({
      exit: (await matters.join(tx, call.callId)).kind,
      values: {},
    })),

    localCapability(callInDeclaration, async (tx, call) => ({
      exit: await callIns.begin(tx, call),
      values: {},
    })),

    localCapability(askChangeDeclaration, async (tx, call, { number, voicemail }) => {
      const change = readChange(number, voicemail);
      if (change === null) return unavailable;
      return { exit: await matters.askChange(tx, call.callId, change), values: {} };
    }),
  ];
}

const termsAllowed = ['none', 'neutral', 'named'] as const;

function readChange(number: unknown, voicemail: unknown): AskedChange | null {
  if (typeof number === 'string') return { kind: 'number', number };
  const terms = termsAllowed.find((allowed) => allowed === voicemail);
  return terms === undefined ? null : { kind: 'terms', voicemail: terms };
}
