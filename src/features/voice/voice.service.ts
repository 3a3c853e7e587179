import { appError, isAppError } from '../../kernel/errors.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import { start } from '../../ivr/engine/engine.ts';
import type {
  ActionWebhook,
  CallStatusWebhook,
  RecordingStatusWebhook,
  VoiceWebhook,
} from '../../platform/telephony/webhook-schemas.ts';
import type { CallInsService } from '../callbacks/index.ts';
import { terminalStatuses, type Call, type CallsService } from '../calls/index.ts';
import type { FlowShelf } from './voice.flows.ts';
import type { LineBook } from './voice.lines.ts';
import {
  callerNumberOf,
  factsOf,
  inputsOf,
  transferResult,
  turnWrite,
  unknownTurn,
  type CameBy,
  type TurnInput,
} from './voice.model.ts';
import type { RemoteRuns } from './voice.remote.ts';
import { createTurnRunner, type TurnDeps } from './voice.turn.ts';

export interface VoiceDeps extends TurnDeps {
  readonly calls: CallsService;
  readonly callIns: Pick<CallInsService, 'officerFor' | 'settle'>;
  readonly remote: Pick<RemoteRuns, 'ask' | 'outcomeFor' | 'forget'>;
  readonly flows: FlowShelf;
  readonly lines: LineBook;
}

/** What a webhook is answered: the words, and the turn that the next action URL will answer. */
export interface Answer {
  readonly turn: number;
  readonly instructions: readonly Instruction[];
}

/** How often a new case number is tried when it is taken already: one in a million a year. */
const caseNumberTries = 5;

/** The engine's host: reads the call, lets the engine decide, writes the turn, answers with its words. */
export function createVoiceService(deps: VoiceDeps) {
  const { calls, callIns, flows, lines, remote } = deps;
  const runTurn = createTurnRunner(deps);

  const mustRead = async (providerSid: string, answersTurn: number): Promise<Call> => {
    const call = await calls.read(providerSid, answersTurn);
    if (call === undefined) throw appError('twilio.call_unknown');
    return call;
  };

  /** Words of the turn that followed the one that the call was read for, or of the current one. */
  const replyOf = (call: Call): Answer => ({
    turn: call.asked.turn,
    instructions: call.asked.instructions,
  });

  /** The words of the new turn; null when another webhook was first. */
  const advance = async (
    call: Call,
    inputs: readonly TurnInput[],
  ): Promise<readonly Instruction[] | null> => {
    const flow = await flows.byRevision(call.revision);
    const facts = factsOf(call.callerNumber, await lines.factsNow(call.lineId));
    for (let tries = 1; ; tries += 1) {
      try {
        return await runTurn(flow, call, inputs, facts);
      } catch (error) {
        if (!isAppError(error, 'db.conflict') || tries === caseNumberTries) throw error;
      }
    }
  };

  return {
    /** The first webhook of a call, or its repeat. @throws AppError `twilio.line_unknown` */
    async incoming(request: VoiceWebhook): Promise<Answer> {
      const known = await calls.read(request.CallSid, 0);
      if (known !== undefined) return replyOf(known);
      const line = await lines.byNumber(request.To);
      const flow = flows.current(line.flow);
      const callerNumber = callerNumberOf(request.From);
      const turn = start(
        flow,
        factsOf(() => callerNumber, await lines.factsNow(line.id)),
      );
      const call = { providerSid: request.CallSid, lineId: line.id, callerNumber, revision: flow.revision };
      const opened = await calls.open(call, turnWrite(turn, turn.events));
      return opened
        ? { turn: 1, instructions: turn.instructions }
        : replyOf(await mustRead(request.CallSid, 0));
    },

    /**
     * What the caller did in answer to a turn. The current turn is resumed; a past one is answered with the
     * words that it was answered with; an unknown one, or the return from a hold, with the current words.
     */
    async action(request: ActionWebhook, answersTurn: number, cameBy: CameBy): Promise<Answer> {
      if (request.RecordingSid !== undefined) await noteRecording(request, 'announced');
      const call = await mustRead(request.CallSid, answersTurn);
      const transferred = transferResult(request, cameBy);
      // Also of a call that has ended meanwhile: it is the only word of whether the two have talked.
      if (transferred !== null) await callIns.settle(call.id, transferred === 'talked');
      if (call.turn !== answersTurn || call.status === 'ended' || cameBy === 'hold') {
        return replyOf(call);
      }
      const inputs = cameBy === 'poll' ? [await polled(call)] : inputsOf(request, cameBy);
      const instructions = await advance(call, inputs);
      if (instructions !== null) return { turn: call.turn + 1, instructions };
      return replyOf(await mustRead(request.CallSid, answersTurn));
    },

    /** A recording can be fetched, or there is none. */
    async recordingStatus(request: RecordingStatusWebhook): Promise<void> {
      const { RecordingStatus: word } = request;
      await noteRecording(request, word === 'completed' || word === 'absent' ? word : 'failed');
    },

    /** A call's state. At its end, a flow that was not finished is told that the caller has left. */
    async callStatus(request: CallStatusWebhook): Promise<void> {
      await calls.noteStatus(request.CallSid, request.CallStatus, request.SequenceNumber ?? null);
      if (terminalStatuses.has(request.CallStatus)) await hangUp(request.CallSid);
    },

    hangUp,
  };

  /** Runs the flow's way out for a caller who has left. Nothing happens to a call that has ended. */
  async function hangUp(providerSid: string): Promise<void> {
    for (;;) {
      const call = await calls.read(providerSid, unknownTurn);
      if (call === undefined || call.status === 'ended') return;
      await advance(call, [{ kind: 'hangup' }]);
    }
  }

  async function polled(call: Call): Promise<TurnInput> {
    const outcome = await remote.outcomeFor(call);
    return outcome === null ? { kind: 'poll' } : { kind: 'outcome', outcome };
  }

  async function noteRecording(
    request: { CallSid: string; RecordingSid?: string | undefined; RecordingDuration?: number | undefined },
    status: 'announced' | 'completed' | 'absent' | 'failed',
  ): Promise<void> {
    if (request.RecordingSid === undefined) return;
    await calls.noteRecording({
      providerSid: request.RecordingSid,
      callProviderSid: request.CallSid,
      status,
      seconds: request.RecordingDuration ?? null,
    });
  }
}

export type VoiceService = ReturnType<typeof createVoiceService>;
