import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import * as attempts from '../attempts/attempts.repository.ts';
import type { FollowUps } from '../attempts/follow-up.service.ts';
import { legNumberPlace, numberPlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import * as moves from '../moves.repository.ts';
import { settlePromise } from '../promises/ledger.repository.ts';
import { insertEvents, type TimelineEvent } from '../timeline.repository.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import { answerTo, type Answer } from './answer.model.ts';
import { consequencesOf, takeEvent, whatFollows } from './dialling.model.ts';
import { parties, type Dial, type DialOutcome, type Leg, type LegEvent, type Party } from './leg.model.ts';
import * as repository from './dialling.repository.ts';
import * as legs from './legs.repository.ts';

export interface LegsDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly offices: Pick<OfficesService, 'interpreterLine'>;
  readonly followUp: FollowUps;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

/** What came of an event: how the attempt stands, and what its leg is told to do if it has asked. */
export interface Taken {
  readonly row: repository.DialRow;
  readonly dial: Dial;
  readonly leg: Leg;
  readonly answer: Answer | null;
}

/** Takes an event of a leg. Null when it is no leg of ours, or another call claims to be it. */
export type LegTaker = (legId: string, event: LegEvent) => Promise<Taken | null>;

/**
 * Where every event of a leg is taken: under the lock of its callback the model decides, and its state, what follows
 * for the callback and the events for the effects are written in one transaction. An event that changes nothing
 * writes nothing.
 */
export function createLegTaker(deps: LegsDeps): LegTaker {
  const { database, vault, clock, ids, cases, offices, followUp, workItems } = deps;

  return (legId, event) =>
    database.transaction(async (tx) => {
      const locked = await repository.lockByLeg(tx, legId);
      const row = locked && (await repository.readDial(tx, locked.attempt_id));
      if (row === undefined) return null;
      const found = await legs.readLegs(tx, row.id);
      const leg = found.find(({ id }) => id === legId);
      if (leg === undefined || isOthersCall(leg, event)) return null;

      const phone = row.interpreter === null ? null : await offices.interpreterLine(tx, row.interpreter);
      const before = toDial(row, found, phone !== null);
      const dial = takeEvent(before, leg.party, event, clock.now());
      if (dial !== before) await write(tx, { row, before, dial, phone, leg, event });
      const asks = event.kind === 'answered' || event.kind === 'keys';
      return {
        row,
        dial,
        leg: dial.legs[leg.party] ?? leg,
        answer: asks ? answerTo(dial, leg.party, event) : null,
      };
    });

  interface Change {
    readonly row: repository.DialRow;
    readonly before: Dial;
    readonly dial: Dial;
    /** Where an interpreter is rung. */
    readonly phone: string | null;
    readonly leg: Leg;
    readonly event: LegEvent;
  }

  async function write(tx: Tx, change: Change): Promise<void> {
    const { row, before, dial, leg, event } = change;
    const now = clock.now();
    for (const party of parties) {
      const after = dial.legs[party];
      if (after !== undefined && after !== before.legs[party]) await legs.saveLeg(tx, after);
    }
    const isSaved =
      dial.outcome === before.outcome &&
      dial.joinedAt === before.joinedAt &&
      dial.callerRungAt === before.callerRungAt;
    if (!isSaved) await repository.saveDial(tx, { id: row.id, ...dial });
    if (before.callerRungAt === null && dial.callerRungAt !== null)
      await settlePromise(tx, { callbackId: row.callback_id, now, by: 'rung' });
    await insertEvents(tx, timelineOf(change, now));

    const { plan, hangUp, tellOfficer } = consequencesOf(before, dial);
    if (plan !== null) await planLeg(tx, change, plan, now);
    // An officer who pressed a key this moment is told in answer to it.
    const isTold = leg.party === 'officer' && event.kind === 'keys';
    const waiting =
      tellOfficer && !isTold ? Object.values(dial.legs).filter((each) => each.party === 'officer') : [];
    const outbox = [...hangUp, ...waiting].map(({ id }) => ({
      topic: 'callbacks.leg-unwanted',
      key: id,
      payload: { legId: id },
    }));
    await insertOutbox(tx, outbox, now);
    if (before.outcome === null && dial.outcome !== null) await follow(tx, row, dial, dial.outcome);
  }

  /** Plans the next telephone: its number is opened and sealed again for the leg, and seen by nobody between. */
  async function planLeg(tx: Tx, { row, phone }: Change, party: Party, now: Date): Promise<void> {
    const { key } = await cases.keyOf(tx, row.case_id);
    const number =
      party === 'interpreter' ? phone : vault.open(key, numberPlace(row.callback_id), row.number_sealed);
    if (number === null) return;
    const id = ids.uuid();
    const to = vault.seal(key, legNumberPlace(id), number);
    await legs.insertLeg(tx, { id, attemptId: row.id, party, from: row.from_number, to, now });
    await insertOutbox(tx, [{ topic: 'callbacks.leg-planned', key: id, payload: { legId: id } }], now);
  }

  /** Moves the callback on. One that was closed while its phones rang stays closed. */
  async function follow(tx: Tx, row: repository.DialRow, dial: Dial, outcome: DialOutcome): Promise<void> {
    const now = clock.now();
    const { callback_id: callbackId, staff_id: staffId, epoch } = row;
    const follows = whatFollows(outcome, dial.callerRungAt !== null);
    if (follows.to === 'officer') return void (await moves.hangUp(tx, { callbackId, staffId, epoch, now }));
    const callback = await queue.readCallback(tx, callbackId);
    if (callback === undefined) return;
    const tries = await attempts.countTries(tx, callbackId);
    await followUp.after(
      tx,
      { id: row.id, callback, staffId, epoch, outcome: follows.as, tries },
      ({ closedReason, next }) =>
        repository.saveFollowUp(tx, {
          attemptId: row.id,
          closedReason,
          nextStartsAt: next?.startsAt ?? null,
          nextEndsAt: next?.endsAt ?? null,
        }),
    );
    if (follows.leave === null) return;
    await moves.escalate(tx, { callbackId, version: null }, { level: 'supervisor', now });
    await workItems.leave(tx, {
      kind: follows.leave,
      subject: row.id,
      officeId: row.office_id,
      caseId: row.case_id,
      callbackId,
      attemptId: row.id,
      facts: { providerCode: dial.legs.caller?.providerCode ?? null },
    });
  }
}

/** A leg is one call. Another that names it is a mistake of somebody's, and hears and changes nothing. */
const isOthersCall = (leg: Leg, event: LegEvent): boolean =>
  'providerSid' in event && leg.providerSid !== null && leg.providerSid !== event.providerSid;

/** A call that its officer judged was one that reached the caller. */
export function outcomeOf({ outcome }: Pick<repository.DialRow, 'outcome'>): DialOutcome | null {
  const isJudged = outcome === 'declined' || outcome === 'wrong_number' || outcome === 'safety_stop';
  return isJudged ? 'reached' : outcome;
}

function toDial(row: repository.DialRow, found: readonly Leg[], hasInterpreter: boolean): Dial {
  return {
    terms: {
      voicemail: row.voicemail,
      contact: row.contact,
      needsInterpreter: row.interpreter !== null,
      hasInterpreter,
    },
    legs: Object.fromEntries(found.map((leg) => [leg.party, leg])),
    callerRungAt: row.caller_rung_at,
    joinedAt: row.joined_at,
    endedAt: row.ended_at,
    outcome: outcomeOf(row),
  };
}

function timelineOf(
  change: { readonly row: repository.DialRow; readonly before: Dial; readonly dial: Dial },
  now: Date,
): TimelineEvent[] {
  const { row, before, dial } = change;
  const isNew = (party: Party, field: 'providerSid' | 'acceptedAt') =>
    (before.legs[party]?.[field] ?? null) === null && (dial.legs[party]?.[field] ?? null) !== null;
  const kinds: readonly (readonly [kind: string, happened: boolean])[] = [
    ['officer_rung', isNew('officer', 'providerSid')],
    ['officer_ready', isNew('officer', 'acceptedAt')],
    ['interpreter_joined', isNew('interpreter', 'acceptedAt')],
    ['caller_rung', dial.callerRungAt !== null && before.callerRungAt === null],
    ['caller_ready', isNew('caller', 'acceptedAt')],
    ['joined', dial.joinedAt !== null && before.joinedAt === null],
    ['dial_ended', dial.outcome !== null && before.outcome === null],
  ];
  return kinds.flatMap(([kind, happened]) => {
    if (!happened) return [];
    const isEnd = kind === 'dial_ended';
    const data = { attemptId: row.id, ...(isEnd && { outcome: dial.outcome }) };
    return [{ callbackId: row.callback_id, at: now, kind, staffId: row.staff_id, data }];
  });
}
