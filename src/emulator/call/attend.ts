import { interrupt, reached, type Call } from './call.ts';
import { readEntry } from './entry.ts';
import { secondsToSay, type Move, type Wait } from './party.ts';
import type { Room } from './room.ts';
import { pass } from './time.ts';

/** A stay on the line without anything to answer: ringing, on hold, in conversation. */
export interface Stay {
  /** Nothing keeps the leg here any more. Whoever makes it true wakes the leg. */
  over(): boolean;
  /** Where the leg is heard; absent = by nobody. */
  room?(): Room | undefined;
  /** Second of the leg's time at which the stay ends at the latest. */
  readonly until?: number;
  /** `*` ends the stay. */
  readonly endsOnStar?: boolean;
  readonly speed: number;
}

/** Why a stay ended. `called`: the leg has a command to obey. */
export type Departure = 'over' | 'late' | 'star' | 'hungUp' | 'called';

/** For a live person: every key counts. */
const anyKey: Wait = { for: 'input', seconds: Infinity, entry: (keys) => readEntry(keys, 1, '') };

function nextOf(call: Call, inCompany: boolean): Move | number {
  const { party } = call;
  return party.attend?.(call.elapsed, inCompany) ?? party.take(anyKey, true) ?? Infinity;
}

/** Lets the person at the end of a leg do what they like, until the stay is over or they hang up. */
export async function attend(call: Call, stay: Stay): Promise<Departure> {
  const { party } = call;
  const until = stay.until ?? Infinity;
  for (;;) {
    if (call.interruption !== undefined) return 'called';
    if (stay.over()) return 'over';
    if (reached(call, until)) return 'late';
    if (party.live && party.hangsUpNow()) return 'hungUp';
    const room = stay.room?.();
    const next = nextOf(call, room !== undefined && room.others(call).length > 0);
    if (typeof next === 'number') {
      const seconds = Math.min(next, until - call.elapsed);
      await pass(call, seconds, stay.speed, { until: party.interrupts, lightly: true });
      continue;
    }
    if (next.does === 'hangUp') return 'hungUp';
    if (next.does === 'keys') {
      if (stay.endsOnStar === true && next.keys.includes('*')) return 'star';
      room?.utter(call, { kind: 'tones', text: next.keys, language: '' });
    }
    if (next.does === 'words') room?.utter(call, { kind: 'voice', text: next.words, language: '' });
    await pass(call, next.does === 'words' ? secondsToSay(next.words) : next.seconds, stay.speed);
  }
}

/** Lets a leg go that another one no longer needs. */
export function release(call: Call, status: 'completed' | 'canceled'): void {
  interrupt(call, { go: 'end', by: 'peer', status });
}
