import {
  localCapability,
  localDeclaration,
  type Capability,
} from '../../../platform/capabilities/capability.ts';
import type { OpeningsService } from './openings.service.ts';

export const openDeclaration = localDeclaration({
  name: 'cases.open',
  input: {
    case_number: { type: 'digits', required: true },
    pin: { type: 'digits', required: true },
  },
  exits: ['opened', 'wrong', 'locked'],
  returns: {},
});

export const addMessageDeclaration = localDeclaration({
  name: 'cases.add-message',
  input: { message: { type: 'recording', required: true } },
  exits: ['added', 'not_open'],
  returns: {},
});

/** `cases.open`: lets a call that shows number and PIN of a case hear of it and change it. */
export function openCapability(openings: Pick<OpeningsService, 'open'>): Capability {
  return localCapability(openDeclaration, async (tx, call, { case_number: number, pin }) => {
    if (typeof number !== 'string' || typeof pin !== 'string') return { exit: 'unavailable', values: {} };
    return { exit: await openings.open(tx, call.callId, number, pin), values: {} };
  });
}

/** `cases.add-message`: what a call that has opened a case has recorded is listed with that case. */
export function addMessageCapability(openings: Pick<OpeningsService, 'addMessage'>): Capability {
  return localCapability(addMessageDeclaration, async (tx, call) => ({
    exit: (await openings.addMessage(tx, call.callId)) ? 'added' : 'not_open',
    values: {},
  }));
}
