/** Made-up cases as rows: sealed as in production, under a key for each call and one for each case. */
import { seededSid } from '../features/calls/index.ts';
import { caseNumberKeys } from '../kernel/case-number.ts';
import type { BulkLoad, NewRow } from '../platform/db/copy.ts';
import type { DataKey, Vault } from '../platform/vault/vault.port.ts';
import { lastTwoDigits } from '../kernel/phone.ts';
import type { PlannedCallback, PlannedCase } from './db-seed-plan.ts';

/** What every made-up row refers to, beside the offices. */
export interface SeedGround {
  readonly vault: Vault;
  readonly lineId: string;
  readonly revision: string;
  readonly now: Date;
}

const minuteMs = 60_000;

/**
 * Copies planned cases with their calls, keys and callbacks, each table after those that it refers to. Rows are made
 * and sealed while the server takes those before them.
 */
export async function copyCases(
  load: BulkLoad,
  planned: readonly PlannedCase[],
  ground: SeedGround,
): Promise<void> {
  const cases = planned.map((plan) => identified(plan, ground.vault));
  const callbacks = cases.flatMap((made) => (made.callback ? [{ ...made, callback: made.callback }] : []));
  const tried = callbacks.filter(wasTried);
  await load.copy('data_keys', cases.flatMap(keyRows));
  await load.copy(
    'calls',
    each(cases, (made) => callRow(made, ground)),
  );
  await load.copy(
    'cases',
    each(cases, (made) => caseRow(made, ground)),
  );
  await load.copy(
    'callbacks',
    each(callbacks, (made) => callbackRow(made, ground)),
  );
  await load.copy(
    'callback_promises',
    each(callbacks, (made) => promiseRow(made, ground)),
  );
  await load.copy('callback_events', each(callbacks, eventRow));
  await load.copy('callback_attempts', each(tried, attemptRow));
}

function* each<T, R>(values: readonly T[], make: (value: T) => R): Generator<R> {
  for (const value of values) yield make(value);
}

/** A planned case with the ids and keys of its rows. */
type Made = PlannedCase & {
  readonly ids: Readonly<Record<Table, string>>;
  readonly callKey: DataKey;
  readonly caseKey: DataKey;
};
type MadeCallback = Made & { readonly callback: PlannedCallback };

const tables = ['calls', 'cases', 'callbacks', 'callback_promises', 'callback_attempts', 'requests'] as const;
type Table = (typeof tables)[number];

function identified(plan: PlannedCase, vault: Vault): Made {
  const ids = Object.fromEntries(tables.map((table, tag) => [table, uuidOf(plan, tag)]));
  return {
    ...plan,
    ids: ids as Record<Table, string>,
    callKey: vault.newKey(),
    caseKey: vault.newKey(),
  };
}

/**
 * A UUID of version 7 (RFC 9562) of the time when the case was opened, so that indexes grow as they do in
 * production. The ordinal and the table are in it, so that no two are the same.
 */
function uuidOf({ openedAt, ordinal, chance }: PlannedCase, tag: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const time = hex(openedAt.getTime(), 12);
  const variant = hex(0x8000 | chance.below(0x4000), 4);
  const random = `7${hex(chance.below(0x1000), 3)}-${variant}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${random}-${hex(tag, 4)}${hex(ordinal, 8)}`;
}

function keyRows({ callKey, caseKey, openedAt }: Made): NewRow<'data_keys'>[] {
  return [callKey, caseKey].map(({ id, masterKeyId, wrapped }) => ({
    id,
    master_key_id: masterKeyId,
    wrapped,
    created_at: openedAt,
  }));
}

function callRow(made: Made, { vault, lineId, revision }: SeedGround): NewRow<'calls'> {
  const { ids, openedAt, callKey, caseKey } = made;
  const place = { table: 'calls', column: 'caller_number_sealed', id: ids.calls };
  const endedAt = new Date(openedAt.getTime() + 5 * minuteMs);
  return {
    id: ids.calls,
    provider_sid: seededSid(made.ordinal),
    line_id: lineId,
    direction: 'inbound',
    key_id: callKey.id,
    caller_number_sealed: vault.seal(callKey, place, made.phone),
    revision,
    turn: 14,
    step: 'goodbye',
    language: made.language,
    status: 'ended',
    end_reason: 'hangup',
    case_id: ids.cases,
    case_key_id: caseKey.id,
    started_at: new Date(openedAt.getTime() - 2 * minuteMs),
    last_activity_at: endedAt,
    ended_at: endedAt,
  };
}

function caseRow(made: Made, { vault, lineId }: SeedGround): NewRow<'cases'> {
  const { ids, caseKey, openedAt } = made;
  const sealed = (column: string, text: string) =>
    vault.seal(caseKey, { table: 'cases', column, id: ids.cases }, text);
  const details = { role: made.role, number: made.phone, zip: caseNumberKeys(made.number).slice(0, 5) };
  return {
    id: ids.cases,
    number: made.number,
    key_id: caseKey.id,
    pin_sealed: sealed('pin_sealed', made.pin),
    details_sealed: sealed('details_sealed', JSON.stringify(details)),
    line_id: lineId,
    call_id: ids.calls,
    office_id: made.officeId,
    status: made.status,
    caller_role: made.role,
    language: made.language,
    version: 2,
    opened_at: openedAt,
    updated_at: made.callback?.closedAt ?? openedAt,
  };
}

const leaseMs = 10 * minuteMs;

function callbackRow(made: MadeCallback, { vault, now }: SeedGround): NewRow<'callbacks'> {
  const { ids, callback, caseKey } = made;
  const place = { table: 'callbacks', column: 'number_sealed', id: ids.callbacks };
  return {
    id: ids.callbacks,
    case_id: ids.cases,
    call_id: ids.calls,
    office_id: made.officeId,
    state: callback.state,
    closed_reason: callback.closedReason,
    closed_at: callback.closedAt,
    key_id: caseKey.id,
    number_sealed: vault.seal(caseKey, place, made.phone),
    number_index: vault.blindIndex('phone', made.phone),
    voicemail: callback.voicemail,
    language: made.language,
    window_name: callback.windowName,
    time_zone: callback.zone,
    window_starts_at: callback.startsAt,
    window_ends_at: callback.endsAt,
    promised_at: callback.promisedAt,
    ready_at: callback.readyAt,
    claimed_by: callback.claimedBy,
    claim_expires_at: callback.claimedBy === null ? null : new Date(now.getTime() + leaseMs),
    escalated_to: callback.escalatedTo,
    escalated_at: callback.escalatedTo === null ? null : callback.endsAt,
    reminded_at: callback.escalatedTo === null ? null : callback.endsAt,
    epoch: callback.claimedBy === null ? 0 : 1,
    version: 1,
  };
}

function promiseRow(made: MadeCallback, { vault }: SeedGround): NewRow<'callback_promises'> {
  const { ids, callback, caseKey } = made;
  const place = { table: 'callback_promises', column: 'last_two_sealed', id: ids.callback_promises };
  const outcome = outcomeOf(callback);
  return {
    id: ids.callback_promises,
    callback_id: ids.callbacks,
    office_id: made.officeId,
    told_by: 'line',
    told_at: callback.promisedAt,
    window_name: callback.windowName,
    time_zone: callback.zone,
    starts_at: callback.startsAt,
    ends_at: callback.endsAt,
    last_two_sealed: vault.seal(caseKey, place, lastTwoDigits(made.phone)),
    outcome,
    settled_at: outcome === null ? null : (callback.closedAt ?? callback.endsAt),
    late_by_minutes: outcome === 'late' ? minutesLate(callback) : null,
  };
}

function outcomeOf(callback: PlannedCallback): 'kept' | 'late' | 'missed' | 'withdrawn' | null {
  if (callback.closedAt === null) return callback.escalatedTo === 'national_desk' ? 'missed' : null;
  if (callback.closedReason === 'cancelled') return 'withdrawn';
  return callback.closedAt <= callback.endsAt ? 'kept' : 'late';
}

const minutesLate = ({ closedAt, endsAt }: PlannedCallback): number =>
  Math.max(1, Math.ceil(((closedAt ?? endsAt).getTime() - endsAt.getTime()) / minuteMs));

const eventRow = ({ ids, officeId, callback }: MadeCallback): NewRow<'callback_events'> => ({
  callback_id: ids.callbacks,
  at: callback.promisedAt,
  kind: 'promised',
  data: { officeId, windowName: callback.windowName },
});

/** How the only attempt of a closed callback went. */
const attemptOutcomes = {
  reached: 'reached',
  unreached: 'no_answer',
  declined: 'declined',
  wrong_number: 'wrong_number',
} as const;

const wasTried = ({ callback }: MadeCallback): boolean =>
  callback.closedReason !== null && callback.closedReason !== 'cancelled';

function attemptRow({ ids, callback }: MadeCallback): NewRow<'callback_attempts'> {
  const { closedReason, closedAt, startsAt } = callback;
  return {
    id: ids.callback_attempts,
    callback_id: ids.callbacks,
    number: 1,
    epoch: 1,
    kind: 'phone',
    started_at: closedAt ?? startsAt,
    ended_at: closedAt,
    outcome: closedReason === null || closedReason === 'cancelled' ? null : attemptOutcomes[closedReason],
    request_key: ids.requests,
    closed_reason: closedReason,
  };
}
