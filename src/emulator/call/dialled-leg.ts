import type { Log } from '../../kernel/ports.ts';
import type { HttpMethod } from '../options.ts';
import type { CallReport } from '../report.ts';
import { TwimlError } from '../twiml/retrieve.ts';
import { attend } from './attend.ts';
import { whisper } from './asides.ts';
import { answer, warn, type Call, type CallSettings, type Next } from './call.ts';
import { partyOf, type Callee } from './callee.ts';
import type { InProgress } from './in-progress.ts';
import type { MachineDetection } from './machine-detection.ts';
import { detect, pressFirst, ring, type DialDeps } from './outbound.ts';
import { legParameters, standardParameters } from './parameters.ts';
import type { Room } from './room.ts';
import type { AsideRunner, Ending } from './running.ts';
import type { CallStatus } from './status.ts';
import { pass } from './time.ts';

/** Whom a call dials, and how. */
export interface DialTarget {
  /** E.164, `client:…` or `sip:…`. */
  readonly to: string;
  readonly from: string;
  /** Seconds of ringing. */
  readonly ringSeconds: number;
  /** Seconds from answer after which the leg is cut. */
  readonly timeLimit: number;
  readonly settings: Omit<CallSettings, 'timeLimit'>;
  /** A document for the callee alone, between answer and bridge. */
  readonly whisper?: { readonly url: string; readonly method: HttpMethod };
  readonly sendDigits?: string;
  readonly detection?: MachineDetection;
  /** What a browser is told. */
  readonly custom?: Readonly<Record<string, string>>;
}

/** A leg that a `<Dial>` has begun. */
export interface DialledLeg {
  readonly call: Call;
  readonly answered: boolean;
  /** It has answered, heard its whisper out, and waits to be bridged. */
  readonly ready: boolean;
  /** REST has sent it elsewhere. */
  readonly redirected: boolean;
  readonly ended: CallStatus | undefined;
  /** What it met that is not simulated. */
  readonly failure: unknown;
  /** Bridges it. */
  join(room: Room): void;
}

export interface LegDeps extends DialDeps {
  readonly log: Log;
  readonly newSid: (prefix: string) => string;
  readonly calleeOf: (call: Pick<Call, 'sid' | 'from' | 'to'>) => Callee;
  readonly runAside: AsideRunner;
  readonly inProgress: InProgress;
}

/** Begins a leg to be bridged with its parent, which is woken whenever something has changed. */
export function dialLeg(
  parent: Call,
  target: DialTarget,
  onAnswer: (leg: DialledLeg) => void,
  deps: LegDeps,
): DialledLeg {
  const { lifecycle, speed } = deps;
  const { to, from } = target;
  const sid = deps.newSid('CA');
  const callee = deps.calleeOf({ sid, from, to });
  const call = lifecycle.begin({
    sid,
    direction: 'outbound-dial',
    parentSid: parent.sid,
    from,
    to,
    numberSid: null,
    status: 'ringing',
    party: partyOf(callee),
    leg: { ...legParameters(from, to), ParentCallSid: parent.sid },
    settings: { ...target.settings, timeLimit: target.timeLimit },
    ...(parent.time !== undefined && { time: parent.time }),
    ...(target.custom !== undefined && { custom: target.custom }),
  });
  parent.dialled.push(sid);
  let room: Room | undefined;
  const leg = {
    call,
    answered: false,
    ready: false,
    redirected: false,
    ended: undefined as CallStatus | undefined,
    failure: undefined as unknown,
    join(shared: Room) {
      room = shared;
      shared.enter(call);
      call.wake?.();
    },
  };

  const change = (part: Partial<typeof leg>): void => {
    Object.assign(leg, part);
    parent.wake?.();
  };
  const finish = (ending: Ending): Promise<CallReport> => {
    room?.leave(call);
    change({ ended: ending.status });
    return lifecycle.end(call, ending);
  };
  const obey = (next: Next | undefined): Promise<CallReport> => {
    delete call.interruption;
    if (next?.go !== 'to') {
      const by = next?.go === 'end' ? next.by : 'peer';
      return finish({ by, status: (next?.go === 'end' ? next.status : undefined) ?? 'completed' });
    }
    room?.leave(call);
    change({ redirected: true, ended: 'completed' });
    return lifecycle.converse(call, next.document);
  };
  /** Plays the whisper, and answers how it ends the leg; `undefined` = the callee may be bridged. */
  const heardOut = async (): Promise<Ending | undefined> => {
    if (target.whisper === undefined) return undefined;
    const params = standardParameters(call, deps.accountSid);
    try {
      const next = await deps.runAside(call, { kind: 'whisper', ...target.whisper, params }, whisper);
      return next.go === 'end' ? { by: next.by, status: next.status ?? 'completed' } : undefined;
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      warn(call, error.code, error.message);
      // Undocumented whether the callee is bridged after a whisper that failed: an app must take both.
      const dropped = error.code === 13201 || call.chance.happens(0.5);
      return dropped ? { by: 'error', status: 'completed' } : undefined;
    }
  };

  const live = async (): Promise<CallReport> => {
    const unanswered = await ring(call, callee, target.ringSeconds, deps);
    if (unanswered !== undefined) {
      return finish({ by: unanswered === 'canceled' ? 'peer' : 'callee', status: unanswered });
    }
    answer(call);
    const until = call.elapsed + target.timeLimit;
    lifecycle.tell(call, 'answered', 'in-progress');
    leg.answered = true;
    onAnswer(leg);
    await pressFirst(call, target.sendDigits, speed);
    await detect(call, target.detection, callee, deps);
    const ending = await heardOut();
    if (call.interruption !== undefined) return obey(call.interruption);
    if (ending !== undefined) return finish(ending);
    change({ ready: true });
    // The parent acts at once: it bridges this leg, or lets it go.
    await pass(call, Infinity, speed, { lightly: true });
    const departure = await attend(call, { over: () => false, room: () => room, until, speed });
    if (departure === 'called') return obey(call.interruption);
    if (departure === 'late') return finish({ by: 'limit', status: 'completed' });
    return finish({ by: 'caller', status: 'completed' });
  };

  const work = live().catch(async (error: unknown) => {
    deps.log.error({ callSid: sid, error }, 'the emulator cannot go on with this call');
    change({ failure: error });
    await finish({ by: 'error', status: 'failed' });
    throw error;
  });
  void deps.inProgress.track(work, call);
  return leg;
}
