import type { CapabilityOutcome } from '../../kernel/capability.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Instruction } from '../../kernel/instructions.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { resume, type Turn } from '../../ivr/engine/engine.ts';
import type { EngineEvent, Facts, LinkedFlow } from '../../ivr/language/flow.ts';
import type { Session } from '../../ivr/engine/session.ts';
import type { Capability } from '../../platform/capabilities/capability.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Call, CallsService } from '../calls/index.ts';
import type { CallInsService } from '../callbacks/index.ts';
import type { CasesService, CaseWrite } from '../cases/index.ts';
import type { RemoteRuns } from './voice.remote.ts';
import { detailsOf, factsOf, hasNewDetails, turnWrite, type TurnInput } from './voice.model.ts';

export interface TurnDeps {
  readonly database: Pick<Database, 'db' | 'transaction'>;
  readonly calls: Pick<CallsService, 'advance' | 'lockAtTurn'>;
  readonly cases: Pick<CasesService, 'write' | 'statements' | 'save'>;
  readonly callIns: Pick<CallInsService, 'officerFor'>;
  readonly capabilities: ReadonlyMap<string, Capability>;
  readonly remote: Pick<RemoteRuns, 'ask' | 'forget'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A local capability that takes longer is given up, and the caller led on by `unavailable`. */
const localLimitMs = 3_000;
/** Longer than this is noted: it is more than a caller's turn should wait. */
const localBudgetMs = 300;
const unavailable: CapabilityOutcome = { exit: 'unavailable', values: {} };

/** A capability that broke: the transaction is rolled back and the turn run again without it. */
class CapabilityFailed extends Error {
  readonly step: string;
  constructor(step: string, cause: unknown) {
    super(`capability of step ${step} failed`, { cause });
    this.step = step;
  }
}

/**
 * Runs one turn of a call and writes it. A step without a capability is one statement; with one, everything
 * happens in one transaction: the case, the capability's rows, the call's move. Answers the words of the turn, or
 * null when another webhook won it: then nothing was written, and that one's words are the answer.
 */
export function createTurnRunner(deps: TurnDeps) {
  const { database, calls, cases, callIns, capabilities, remote, clock, log } = deps;

  return async function runTurn(
    flow: LinkedFlow,
    call: Call,
    inputs: readonly TurnInput[],
    facts: Facts,
  ): Promise<readonly Instruction[] | null> {
    const failed = new Set<string>();
    for (;;) {
      const turn = resumeAll(flow, call.asked.session, inputs, facts);
      if (turn.request?.mode !== 'local') return writePlain(flow, call, turn);
      try {
        return await database.transaction((tx) => writeWithCapabilities(tx, flow, call, turn, facts, failed));
      } catch (error) {
        if (!(error instanceof CapabilityFailed)) throw error;
        log.error({ callId: call.id, step: error.step, err: error.cause }, 'capability failed');
        failed.add(error.step);
      }
    }
  };

  async function writePlain(flow: LinkedFlow, call: Call, turn: Turn) {
    const write = hasNewDetails(flow, sessionOf(call), turn.session)
      ? caseWrite(flow, call, turn.session)
      : null;
    const asked = askRemote(call, turn);
    const won = await calls.advance(database.db, call, turnWrite(turn, turn.events), {
      caseOfCall: write && { caseId: write.id, keyId: write.key.id },
      also: [...(write ? cases.statements(write) : []), ...asked.also],
      outbox: asked.outbox,
    });
    return won ? turn.instructions : null;
  }

  async function writeWithCapabilities(
    tx: Tx,
    flow: LinkedFlow,
    asked: Call,
    first: Turn,
    given: Facts,
    failed: ReadonlySet<string>,
  ): Promise<readonly Instruction[] | null> {
    if (!(await calls.lockAtTurn(tx, asked))) return null;
    const events: EngineEvent[] = [...first.events];
    let turn = first;
    let facts = given;
    /** The call with the case that it has by now. */
    let call = asked;
    /** The session whose details are written; null once the call has been forgotten. */
    let written: Session | null = sessionOf(asked);
    const keepDetails = async (): Promise<void> => {
      const write = caseWrite(flow, call, turn.session);
      await cases.save(tx, write);
      call = { ...call, caseId: write.id, caseKey: write.key };
      written = turn.session;
    };

    if (hasNewDetails(flow, written, turn.session)) await keepDetails();
    while (turn.request?.mode === 'local') {
      const { request } = turn;
      const capability = capabilities.get(request.capability);
      if (capability?.declaration.needsCase === true && call.caseId === null) await keepDetails();
      const outcome = failed.has(request.step) ? unavailable : await runLocal(tx, call, capability, turn);
      if (capability?.declaration.forgetsOn?.includes(outcome.exit) === true) {
        await remote.forget(tx, call.id);
        facts = factsOf(() => null, facts);
        call = { ...call, caseId: null, caseKey: null };
        written = null;
      }
      if (capability?.declaration.connectsOn?.includes(outcome.exit) === true)
        facts = { ...facts, officer: await callIns.officerFor(tx, call.id) };
      turn = resume(flow, turn.session, { kind: 'outcome', outcome }, facts);
      events.push(...turn.events);
    }
    // A step may have noted something since. What it notes of a forgotten call alone is not worth a case.
    if (written !== null && hasNewDetails(flow, written, turn.session)) await keepDetails();
    const won = await calls.advance(tx, call, turnWrite(turn, events), {
      caseOfCall:
        call.caseId !== null && call.caseKey !== null
          ? { caseId: call.caseId, keyId: call.caseKey.id }
          : null,
      ...askRemote(call, turn),
    });
    return won ? turn.instructions : null;
  }

  async function runLocal(
    tx: Tx,
    call: Call,
    capability: Capability | undefined,
    turn: Turn,
  ): Promise<CapabilityOutcome> {
    const request = turn.request;
    if (request === undefined || capability?.mode !== 'local') return unavailable;
    const context = {
      callId: call.id,
      lineId: call.lineId,
      language: turn.session.language,
      caseId: call.caseId,
      now: clock.now(),
    };
    const startedAt = performance.now();
    try {
      return await within(localLimitMs, capability.run(tx, context, request.input));
    } catch (error) {
      // Without a database there is nothing to run again: the caller is held on the line instead.
      if (isAppError(error, 'db.unavailable')) throw error;
      throw new CapabilityFailed(request.step, error);
    } finally {
      const runMs = Math.round(performance.now() - startedAt);
      if (runMs > localBudgetMs)
        log.warn({ callId: call.id, capability: request.capability, runMs }, 'slow capability');
    }
  }

  function askRemote(call: Call, { request }: Turn) {
    return request?.mode === 'remote' ? remote.ask(call, request) : { also: [], outbox: [] };
  }

  function caseWrite(flow: LinkedFlow, call: Call, session: Session): CaseWrite {
    const existing =
      call.caseId !== null && call.caseKey !== null ? { id: call.caseId, key: call.caseKey } : null;
    return cases.write(
      { id: call.id, lineId: call.lineId, language: session.language },
      existing,
      detailsOf(flow, session),
    );
  }
}

/** The session that the turn which is being answered has left: of our own writing, and of the engine's reading. */
const sessionOf = (call: Call): Session => call.asked.session as Session;

/** Takes several inputs as one turn. What an earlier one asked for is overtaken by the next. */
function resumeAll(flow: LinkedFlow, session: unknown, inputs: readonly TurnInput[], facts: Facts): Turn {
  const events: EngineEvent[] = [];
  let turn: Turn = { session: session as Session, instructions: [], events };
  for (const input of inputs) {
    turn = resume(flow, turn.session, input, facts);
    events.push(...turn.events);
  }
  return { ...turn, events };
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
