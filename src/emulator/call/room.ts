import type { HeardLine } from '../report.ts';
import { elapsedOf, type Call } from './call.ts';

/** Legs that can hear one another: two that are bridged, or a conference. */
export interface Room {
  enter(call: Call): void;
  leave(call: Call): void;
  /** Everybody else there. */
  others(call: Call): Call[];
  /** Lets the others hear something, as far as they can hear this leg. */
  utter(from: Call, line: Omit<HeardLine, 'at'>): void;
}

/** Lets one leg hear something, and wakes it if it rests: its person may have been waiting for that. */
export function tell(call: Call, line: Omit<HeardLine, 'at'>): void {
  const heard = { ...line, at: Number(elapsedOf(call).toFixed(1)) };
  call.heard.push(heard);
  call.party.hear(heard);
  call.wake?.();
}

export function createRoom(hears: (to: Call, from: Call) => boolean = () => true): Room {
  const since = new Map<Call, Map<Call, number>>();

  const begin = (call: Call, other: Call): void =>
    void since.get(call)?.set(other, Number(elapsedOf(call).toFixed(1)));
  const end = (call: Call, other: Call): void => {
    const at = since.get(call)?.get(other);
    if (at === undefined) return;
    since.get(call)?.delete(other);
    const number = other.direction === 'inbound' ? other.from : other.to;
    const seconds = Number((elapsedOf(call) - at).toFixed(1));
    call.bridges.push({ with: other.sid, number, at, seconds });
  };

  const room: Room = {
    enter(call) {
      if (since.has(call)) return;
      const others = [...since.keys()];
      since.set(call, new Map());
      for (const other of others) {
        begin(call, other);
        begin(other, call);
        other.wake?.();
      }
    },
    leave(call) {
      if (!since.has(call)) return;
      for (const other of room.others(call)) {
        end(call, other);
        end(other, call);
        other.wake?.();
      }
      since.delete(call);
    },
    others: (call) => [...since.keys()].filter((other) => other !== call),
    utter(from, line) {
      for (const other of room.others(from)) if (hears(other, from)) tell(other, line);
    },
  };
  return room;
}
