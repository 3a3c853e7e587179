import type { Value } from '../../kernel/capability.ts';
import { lastTwoDigits } from '../../kernel/phone.ts';
import type { DataKey } from '../../platform/vault/vault.port.ts';

/** `incomplete`: the caller left before the end. `open`: an officer's or the office's to work on. */
export type CaseStatus = 'incomplete' | 'open' | 'closed';

/** What a caller told, by answer name: everything that the flow collects and does not mark `keep: false`. */
export type CaseDetails = Readonly<Record<string, Value>>;

/** A case as one of its turns writes it. `opening` is there on the first. */
export interface CaseWrite {
  readonly id: string;
  readonly key: DataKey;
  readonly callId: string;
  readonly lineId: string;
  readonly language: string;
  readonly details: CaseDetails;
  readonly opening: { readonly number: string; readonly pin: string } | null;
}

/** What the caller needs to speak of the case again. Sealed or spoken, never logged. */
export interface CaseReference {
  readonly number: string;
  readonly pin: string;
}

/** The caller's part in what happened, as the coded column that lists and figures may use. */
export function callerRole(details: CaseDetails): string | null {
  return typeof details['role'] === 'string' ? details['role'] : null;
}

/** Staff see the details of a case, but of a phone number only its end: officers dial through the office. */
export function maskDetails(details: CaseDetails): CaseDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) =>
      typeof value === 'string' && value.startsWith('+')
        ? [name, `ends in ${lastTwoDigits(value)}`]
        : [name, value],
    ),
  );
}
