import { speakCaseNumber } from '../../kernel/case-number.ts';
import type { Capability } from '../../platform/capabilities/capabilities.port.ts';
import type { CasesService } from '../cases/index.ts';
import type { OfficesService } from '../offices/index.ts';
import { localDateOf } from './callbacks.model.ts';
import type { CallbacksService } from './callbacks.service.ts';

/** `callbacks.request`: a promise as a row, and the words of it for the caller. */
export function requestCapability(
  callbacks: CallbacksService,
  cases: Pick<CasesService, 'reference'>,
  offices: Pick<OfficesService, 'nameOf'>,
): Capability {
  return {
    declaration: {
      name: 'callbacks.request',
      mode: 'local',
      needsCase: true,
      input: {
        number: { type: 'phone', required: true },
        voicemail: { type: 'yes_no', required: false },
        window: { type: 'choice', required: false },
        zone: { type: 'choice', required: false },
        far_zone: { type: 'choice', required: false },
        zip: { type: 'zip', required: false },
      },
      exits: ['promised', 'unreachable'],
      returns: {
        office: 'text',
        date: 'date',
        window: 'choice',
        last_two: 'digits',
        case_number: 'text',
        pin: 'digits',
      },
    },
    async run(tx, call, input) {
      const outcome = await callbacks.request(tx, call, input);
      if (outcome.kind === 'no_time') return { exit: 'unavailable', values: {} };
      if (outcome.kind === 'unreachable' || call.caseId === null) return { exit: 'unreachable', values: {} };
      const { promise } = outcome;
      const { number, pin } = await cases.reference(tx, call.caseId);
      return {
        exit: 'promised',
        values: {
          office: await offices.nameOf(tx, promise.officeId),
          date: localDateOf(promise),
          window: promise.windowName,
          last_two: promise.lastTwo,
          case_number: speakCaseNumber(number),
          pin,
        },
      };
    },
  };
}
