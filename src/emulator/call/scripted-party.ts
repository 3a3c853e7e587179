import type { Missed } from '../report.ts';
import type { CallerAction } from '../script.ts';
import { secondsToSay, type Move, type Party, type Wait } from './party.ts';

/** A person whose script has run out is patient for so many waits. */
const patience = 25;
const secondsPerKey = 0.5;
/** Seconds after which somebody who has nothing left to do hangs up: in conversation, and alone. */
const smallTalk = 60;
const solitude = 600;

const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

/** Somebody who does one action of a script after the other, each when the app waits for them. */
export function createScriptedParty(script: readonly CallerAction[]): Party {
  const missed: Missed[] = [];
  let position = 0;
  let said = '';
  let idleWaits = 0;
  /** Since when the action whose turn it is has had its turn, and whether in company. */
  let turn: { readonly position: number; readonly inCompany: boolean; readonly since: number } | undefined;

  const unheard = (action: CallerAction): string | undefined => {
    const expected = typeof action.hears === 'string' ? [action.hears] : (action.hears ?? []);
    return expected.find((text) => !said.includes(squeezed(text)));
  };
  const consume = (action: CallerAction): void => {
    const expected = unheard(action);
    if (expected !== undefined) missed.push({ action: position, expected, heard: said.trim() });
    position += 1;
    said = '';
  };
  const ready = (wanted: (action: CallerAction) => boolean): boolean => {
    const next = script[position];
    return next !== undefined && wanted(next) && unheard(next) === undefined;
  };

  /** A talker's next action ends the recording if it is a finish key or a hang-up that waits for no words. */
  const endsRecording = (wait: Wait): boolean => {
    const next = script[position];
    if (wait.for !== 'recording' || next === undefined || next.hears !== undefined) return false;
    if ('hangUp' in next) return true;
    return 'press' in next && next.press.length === 1 && wait.finishKeys.includes(next.press);
  };

  const moveOf = (action: CallerAction, wait: Wait): Move | undefined => {
    if ('press' in action) {
      const { keys, surplus } = counted(action.press, wait);
      if (surplus.replace(/^#/, '') !== '') party.wasted(surplus);
      return { does: 'keys', keys, seconds: keys.length * secondsPerKey };
    }
    if ('speak' in action) return { does: 'words', words: action.speak, seconds: secondsToSay(action.speak) };
    if ('record' in action) return { does: 'talk', seconds: action.record };
    return 'hangUp' in action ? { does: 'hangUp', seconds: 0 } : undefined;
  };

  /** Seconds since the turn of the present action began; a new one begins with company and ends with it. */
  const turnTaken = (now: number, inCompany: boolean): number => {
    if (turn?.position !== position || turn.inCompany !== inCompany)
      turn = { position, inCompany, since: now };
    return now - turn.since;
  };

  const party: Party = {
    missed,
    live: false,
    hear: ({ text }) => {
      if (text !== '') said = squeezed(`${said} ${text}`);
    },
    hangsUpNow: () => ready((action) => 'hangUp' in action),
    interrupts: () => ready((action) => 'press' in action && action.interrupt === true),
    expect: () => undefined,
    waitsFor(now) {
      const action = script[position];
      if (action === undefined || !('waits' in action) || unheard(action) !== undefined) return undefined;
      const left = action.waits - turnTaken(now, false);
      if (left > 1e-6) return left;
      consume(action);
      return party.waitsFor?.(now);
    },
    attend(now, inCompany) {
      const waiting = party.waitsFor?.(now);
      if (waiting !== undefined) return waiting;
      const action = script[position];
      const patient = (inCompany ? smallTalk : solitude) - turnTaken(now, inCompany);
      const tired = patient <= 1e-6;
      const alone = action !== undefined && !inCompany && ('talks' in action || 'speak' in action);
      const idle = action === undefined || unheard(action) !== undefined || alone;
      if (idle) {
        if (!tired) return patient;
        if (action !== undefined) consume(action);
        return { does: 'hangUp', seconds: 0 };
      }
      if ('talks' in action) {
        const left = action.talks - turnTaken(now, true);
        if (left > 1e-6) return left;
      }
      consume(action);
      return moveOf(action, conversation) ?? party.attend?.(now, inCompany) ?? patient;
    },
    take(wait, goingOn) {
      if (goingOn && !endsRecording(wait)) return undefined;
      const action = script[position];
      if (action === undefined || 'waits' in action || 'talks' in action) {
        idleWaits += 1;
        return idleWaits > patience ? { does: 'hangUp', seconds: 0 } : undefined;
      }
      consume(action);
      return moveOf(action, wait);
    },
    wasted: (keys) => {
      missed.push({
        action: position - 1,
        expected: `somebody to take the keys ${keys}`,
        heard: said.trim(),
      });
    },
    unused: () => script.length - position,
  };
  return party;
}

/** In conversation every key counts. */
const conversation: Wait = { for: 'recording', seconds: 0, longest: Infinity, finishKeys: '' };

/** Splits keys into those of the entry that the app waits for and those pressed after it. */
function counted(keys: string, wait: Wait): { keys: string; surplus: string } {
  const surplus = wait.for === 'input' ? (wait.entry?.(keys).surplus ?? '') : '';
  return { keys: keys.slice(0, keys.length - surplus.length), surplus };
}
