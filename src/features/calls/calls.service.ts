import type { Clock, Ids } from '../../kernel/ports.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/outbox/outbox.port.ts';
import { insertOutbox } from '../../platform/outbox/outbox.repository.ts';
import type { Telephony } from '../../platform/telephony/telephony.port.ts';
import type { DataKey, Place, Vault } from '../../platform/vault/vault.port.ts';
import type { Call, Disposition, TurnWrite } from './calls.model.ts';
import * as repository from './calls.repository.ts';

export interface CallsDeps {
  readonly db: Queryable;
  readonly telephony: Pick<Telephony, 'deleteRecording'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What besides the call's own rows happens with a turn. */
export interface TurnCompany {
  readonly caseOfCall?: repository.CaseOfCall | null;
  readonly outbox?: readonly OutboxEvent[];
  /** Statements of other features, run only if the turn is won: see `advanceCall`. */
  readonly also?: Parameters<typeof repository.advanceCall>[4]['also'];
}

/** Calls, their turns and their timeline. Sealing happens here: above it values are open, below it bytes. */
export function createCallsService({ db, telephony, vault, clock, ids }: CallsDeps) {
  const sealTurn = (callId: string, turn: number, key: DataKey, write: TurnWrite): repository.SealedTurn => {
    const { session, instructions } = write;
    return {
      ...write,
      sealed: vault.seal(key, turnPlace(callId, turn), JSON.stringify({ session, instructions })),
    };
  };

  const openTurn = (row: repository.CallRow, key: DataKey) =>
    JSON.parse(vault.open(key, turnPlace(row.id, row.asked_turn), row.turn_sealed)) as Pick<
      TurnWrite,
      'session' | 'instructions'
    >;

  return {
    /**
     * The call as it stands, with the turn that answered turn `answersTurn`, or the current one when that was not
     * answered yet. Undefined when the provider's id is not ours.
     */
    async read(providerSid: string, answersTurn: number): Promise<Call | undefined> {
      const row = await repository.readCall(db, providerSid, answersTurn);
      if (row === undefined) return undefined;
      const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
      return {
        id: row.id,
        lineId: row.line_id,
        key,
        revision: row.revision,
        turn: row.turn,
        language: row.language,
        status: row.status,
        caseId: row.case_id,
        caseKey:
          row.case_key_id !== null && row.case_master_key_id !== null && row.case_wrapped !== null
            ? { id: row.case_key_id, masterKeyId: row.case_master_key_id, wrapped: row.case_wrapped }
            : null,
        callerNumber: () =>
          row.caller_number_sealed === null
            ? null
            : vault.open(key, callerPlace(row.id), row.caller_number_sealed),
        asked: { turn: row.asked_turn, ...openTurn(row, key) },
      };
    },

    /** Opens a call with its first turn. False when this provider id has a call already. */
    async open(
      call: {
        readonly providerSid: string;
        readonly lineId: string;
        readonly callerNumber: string | null;
        readonly revision: string;
      },
      write: TurnWrite,
    ): Promise<boolean> {
      const id = ids.uuid();
      const key = vault.newKey();
      const callerNumber =
        call.callerNumber === null ? null : vault.seal(key, callerPlace(id), call.callerNumber);
      return repository.insertCall(
        db,
        { ...call, id, key, callerNumber, now: clock.now() },
        sealTurn(id, 1, key, write),
      );
    },

    /** Takes the call's lock for a turn that runs capabilities. False when another webhook was first. */
    lockAtTurn: (tx: Tx, call: Pick<Call, 'id' | 'turn'>): Promise<boolean> =>
      repository.lockCallAtTurn(tx, call.id, call.turn),

    /** Moves the call on by one turn, or answers false and changes nothing when another webhook was first. */
    advance: (on: Queryable, call: Call, write: TurnWrite, company: TurnCompany = {}): Promise<boolean> =>
      repository.advanceCall(on, call.id, call.turn, sealTurn(call.id, call.turn + 1, call.key, write), {
        now: clock.now(),
        caseOfCall: company.caseOfCall ?? null,
        outbox: company.outbox ?? [],
        also: company.also ?? [],
      }),

    /** Notes a status callback; false when it was known already or the call is not ours. */
    noteStatus: (providerSid: string, status: string, sequence: number | null): Promise<boolean> =>
      repository.insertStatusEvent(db, { providerSid, status, sequence, now: clock.now() }),

    /** Notes a recording of a call, in whichever order its webhooks come. */
    noteRecording: (recording: {
      readonly providerSid: string;
      readonly callProviderSid: string;
      readonly status: 'announced' | 'completed' | 'absent' | 'failed';
      readonly seconds: number | null;
    }): Promise<void> => repository.upsertRecording(db, { ...recording, id: ids.uuid(), now: clock.now() }),

    /**
     * Counts a call and forgets what it has told so far, in a transaction that holds the call's lock. The turns of
     * before are then answered with the current words.
     */
    async forget(tx: Tx, callId: string, disposition: Disposition): Promise<void> {
      await repository.forgetCall(tx, { callId, disposition });
      const forgotten = { topic: 'calls.forgotten', key: callId, payload: { callId, disposition } };
      await insertOutbox(tx, [forgotten], clock.now());
    },

    /** Recordings of forgotten calls that the provider still has; of one call or of all. */
    recordingsToErase: (callId: string | null, limit: number) =>
      repository.listRecordingsToErase(db, { callId, limit }),

    /**
     * Has the provider delete a recording of a forgotten call. Done twice it changes nothing.
     * @throws AppError `twilio.rest_unavailable`, `twilio.rest_refused`
     */
    async eraseRecording(recordingId: string): Promise<void> {
      const recording = await repository.readRecordingToErase(db, recordingId);
      if (recording === undefined) return;
      await telephony.deleteRecording(recording.providerSid);
      await repository.markErased(db, recordingId);
    },

    /** What was recorded on some calls: also words whose webhook came after a call's end. */
    recordingsOf: (callIds: readonly string[]) => repository.listRecordings(db, callIds),

    /** Provider ids of calls without news for `silentMs`: whoever asks must find out how they ended. */
    silentCalls: (silentMs: number, limit: number): Promise<string[]> =>
      repository.listSilentCalls(db, new Date(clock.now().getTime() - silentMs), limit),

    rememberRevision: (
      revision: string,
      flow: string,
      files: Readonly<Record<string, string>>,
    ): Promise<void> => repository.insertFlowRevision(db, { revision, flow, files, now: clock.now() }),

    readRevision: (revision: string) => repository.readFlowRevision(db, revision),
  };
}

export type CallsService = ReturnType<typeof createCallsService>;

const callerPlace = (id: string): Place => ({ table: 'calls', column: 'caller_number_sealed', id });
const turnPlace = (callId: string, turn: number): Place => ({
  table: 'call_turns',
  column: 'turn_sealed',
  id: `${callId}/${turn}`,
});
