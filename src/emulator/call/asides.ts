/** A kind of document that a call runs beside its own: which verbs may stand in it, and what others cost. */
export interface Aside {
  readonly verbs: ReadonlySet<string>;
  /** Twilio's code for another verb. */
  readonly code: number;
  /** True where another verb ends the document; false where it is left out. */
  readonly fatal: (verb: string) => boolean;
}

const played = ['Say', 'Play', 'Pause', 'Redirect'];

/** To the callee of a `<Dial>`, before the bridge. */
export const whisper: Aside = {
  verbs: new Set([...played, 'Gather', 'Record', 'Hangup']),
  code: 13201,
  fatal: (verb) => verb === 'Dial',
};

/** To somebody who waits in a queue. */
export const queueWait: Aside = {
  verbs: new Set([...played, 'Gather', 'Hangup', 'Leave']),
  code: 12200,
  fatal: () => false,
};

/** To a queued caller before the bridge, to a participant who waits or is held, and announcements. */
export const playing: Aside = { verbs: new Set(played), code: 13238, fatal: () => false };
