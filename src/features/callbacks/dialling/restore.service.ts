import { appError, isAppError } from '../../../kernel/errors.ts';
import type { Clock, Log } from '../../../kernel/ports.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { ProviderCall, Telephony } from '../../../platform/telephony/telephony.port.ts';
import type { OfficesService } from '../../offices/index.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import type { LostLegs } from './lost-legs.service.ts';
import { clockSkewMs } from './reconcile.model.ts';
import * as repository from './reconcile.repository.ts';

export interface RestoreGateDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly telephony: Pick<Telephony, 'listCalls'>;
  readonly offices: Pick<OfficesService, 'listOffices'>;
  readonly lostLegs: LostLegs;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

/** The least that is looked back: what a database that is a little behind may lack. */
const lookBackMs = 24 * 3_600_000;
/** Sweeps that are let go by after another failure: 1, 3, 7, at most 15. */
const mostSkipped = 15;

/**
 * The gate before every telephone. It is shut when a worker starts, since its database may have been restored from a
 * backup that lacks the last calls: whoever was reached in them must not be rung as if nobody had. It opens once the
 * provider's list has been gone through, and what the database does not know has been left to a person.
 */
export function createRestoreGate(deps: RestoreGateDeps) {
  const { db, clock, telephony, offices, lostLegs, workItems } = deps;
  let isOpen = false;
  let failures = 0;
  let toSkip = 0;

  /** Of these calls, those that no leg has and none can be found to have. */
  async function strangers(calls: readonly ProviderCall[]): Promise<ProviderCall[]> {
    const lost = await lostLegs.read();
    const known = await repository.readKnownSids(
      db,
      calls.map(({ callSid }) => callSid),
    );
    const unknown = calls.filter(({ callSid }) => !known.has(callSid));
    if (unknown.length === 0) return [];
    const lists = [];
    for (const leg of lost) lists.push(await lostLegs.callsFor(leg));
    const sought = new Set(lists.flatMap((list) => list.calls.map(({ callSid }) => callSid)));
    return unknown.filter(({ callSid }) => !sought.has(callSid));
  }

  async function leaveToDesk({ callSid, createdAt, startedAt, status }: ProviderCall): Promise<void> {
    const desk = (await offices.listOffices(db)).find(({ isNationalDesk }) => isNationalDesk);
    if (desk === undefined) throw appError('offices.desk_missing');
    const at = startedAt ?? createdAt;
    const facts = { callSid, startedAt: at?.toISOString() ?? null, status };
    await workItems.leave(db, { kind: 'unknown_call', subject: callSid, officeId: desk.id, facts });
  }

  async function goThroughList(log: Log): Promise<void> {
    const lastKnownAt = (await repository.readLastKnownAt(db)) ?? clock.now();
    const startedAfter = new Date(
      Math.min(lastKnownAt.getTime() - clockSkewMs, clock.now().getTime() - lookBackMs),
    );
    let count = 0;
    for (const from of await repository.readNeutralNumbers(db)) {
      const { calls, truncated } = await telephony.listCalls({ from, startedAfter });
      if (truncated)
        log.error({ count: calls.length }, 'the list of calls is longer than could be gone through');
      for (const call of await strangers(calls)) {
        await leaveToDesk(call);
        count += 1;
      }
    }
    if (count > 0) log.error({ count }, 'the provider lists calls that this database does not know');
  }

  return {
    /** Whether telephones may ring. */
    mayDial: (): boolean => isOpen,

    /** Goes through the provider's list until that has succeeded once. */
    async tryToOpen(log: Log): Promise<void> {
      if (isOpen) return;
      if (toSkip > 0) return void (toSkip -= 1);
      try {
        await goThroughList(log);
        isOpen = true;
        log.info({}, 'dialling may begin: the list of calls has been gone through');
      } catch (error) {
        if (!isAppError(error)) throw error;
        failures += 1;
        toSkip = Math.min(2 ** failures - 1, mostSkipped);
        log.error(
          { code: error.code, attempt: failures },
          'nothing is dialled before the list of calls is known',
        );
      }
    },
  };
}

export type RestoreGate = ReturnType<typeof createRestoreGate>;
