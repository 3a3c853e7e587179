import { speakCaseNumber } from '../../kernel/case-number.ts';
import {
  localCapability,
  localDeclaration,
  type Capability,
} from '../../platform/capabilities/capability.ts';
import type { Disposition } from '../calls/index.ts';
import type { OfficesService } from '../offices/index.ts';
import type { CasesService } from './cases.service.ts';

export const keepDeclaration = localDeclaration({
  name: 'cases.keep',
  needsCase: true,
  input: { zip: { type: 'zip', required: false } },
  exits: ['kept'],
  returns: { case_number: 'text', pin: 'digits' },
});

export const forgetDeclaration = localDeclaration({
  name: 'cases.forget',
  input: { as: { type: 'text', required: true } },
  exits: ['forgotten', 'stands'],
  returns: {},
  forgetsOn: ['forgotten'],
});

/** The words of flows for why a call is forgotten. */
const dispositions: ReadonlyMap<unknown, Disposition> = new Map([
  ['off-topic', 'off_topic'],
  ['minor', 'minor'],
]);

/** `cases.forget`: one count, and nothing else of what was told so far; unless a case stands already. */
export function forgetCapability(cases: Pick<CasesService, 'forget'>): Capability {
  return localCapability(forgetDeclaration, async (tx, call, input) => {
    const disposition = dispositions.get(input['as']);
    if (disposition === undefined) return { exit: 'unavailable', values: {} };
    return {
      exit: await cases.forget(tx, { id: call.callId, caseId: call.caseId }, disposition),
      values: {},
    };
  });
}

/** `cases.keep`: what was told stands as an open case of the office that the place belongs to. */
export function keepCapability(cases: CasesService, offices: Pick<OfficesService, 'routeByZip'>): Capability {
  return localCapability(keepDeclaration, async (tx, call, input) => {
    if (call.caseId === null) return { exit: 'unavailable', values: {} };
    const zip = typeof input['zip'] === 'string' ? input['zip'] : null;
    const { officeId } = await offices.routeByZip(tx, zip);
    await cases.place(tx, call.caseId, officeId);
    const { number, pin } = await cases.reference(tx, call.caseId);
    return { exit: 'kept', values: { case_number: speakCaseNumber(number), pin } };
  });
}
