import type { Clock } from '../kernel/ports.ts';

/** The machine's clock: the emulator stands in for an outside world, so it has one of its own. */
export const machineClock: Clock = { now: () => new Date() };

/** RFC 2822 in GMT, as Twilio writes dates: `Fri, 20 Aug 2010 01:13:42 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
