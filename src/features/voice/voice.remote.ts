import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Clock, Ids, Log } from '../../kernel/ports.ts';
import type { CapabilityRequest } from '../../ivr/language/flow.ts';
import type { Capability } from '../../platform/capabilities/capability.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { Place, Vault } from '../../platform/vault/vault.port.ts';
import type { Call, TurnCompany } from '../calls/index.ts';
import * as repository from './voice.repository.ts';

export interface RemoteDeps {
  readonly db: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly capabilities: ReadonlyMap<string, Capability>;
}

const inputPlace = (id: string): Place => ({ table: 'capability_runs', column: 'input_sealed', id });
const outcomePlace = (id: string): Place => ({ table: 'capability_runs', column: 'outcome_sealed', id });

/** Remote capabilities: a row and an event with the caller's turn, an answer from a worker, read when polled. */
export function createRemoteRuns({ db, vault, clock, ids, capabilities }: RemoteDeps) {
  return {
    /** What has to be written with the turn that asks. */
    ask(call: Call, request: CapabilityRequest): Required<Pick<TurnCompany, 'also' | 'outbox'>> {
      const id = ids.uuid();
      const input = vault.seal(call.key, inputPlace(id), JSON.stringify(request.input));
      return {
        also: [repository.askingStatement({ id, capability: request.capability, input, now: clock.now() })],
        outbox: [{ topic: 'voice.capability-asked', key: id, payload: { runId: id } }],
      };
    },

    /** The answer that a polled call waits for, once it is there. */
    async outcomeFor(call: Call): Promise<CapabilityOutcome | null> {
      const run = await repository.readLatestRun(db, call.id);
      if (run === undefined || run.outcome_sealed === null) return null;
      return JSON.parse(vault.open(call.key, outcomePlace(run.id), run.outcome_sealed)) as CapabilityOutcome;
    },

    /** Forgets what a call has asked for, in a transaction that holds its lock. */
    forget: (tx: Tx, callId: string): Promise<void> => repository.deleteRuns(tx, callId),

    /** In a worker: runs what was asked and writes the answer. A run that has its answer is left alone. */
    async answer(runId: string, signal: AbortSignal, log: Log): Promise<void> {
      const run = await repository.readRun(db, runId);
      if (run === undefined || run.outcome_sealed !== null) return;
      const key = { id: run.key_id, masterKeyId: run.master_key_id, wrapped: run.wrapped };
      const capability = capabilities.get(run.capability);
      const input = JSON.parse(vault.open(key, inputPlace(run.id), run.input_sealed)) as Record<
        string,
        Value
      >;
      let outcome: CapabilityOutcome = { exit: 'unavailable', values: {} };
      if (capability?.mode === 'remote') {
        const call = {
          callId: run.call_id,
          lineId: run.line_id,
          language: run.language,
          caseId: run.case_id,
          now: clock.now(),
        };
        outcome = await capability.run(call, input, signal);
      } else {
        log.error({ runId, capability: run.capability }, 'no such remote capability');
      }
      await repository.answerRun(
        db,
        runId,
        vault.seal(key, outcomePlace(run.id), JSON.stringify(outcome)),
        clock.now(),
      );
    },
  };
}

export type RemoteRuns = ReturnType<typeof createRemoteRuns>;
