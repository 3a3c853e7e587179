/** What one call may cost us. A sound flow comes nowhere near; a broken one ends kindly instead of trapping. */
export const limits = {
  stepsPerTurn: 64,
  visitsPerStep: 50,
  turnsPerCall: 400,
  /** Of the session as JSON text. */
  sessionBytes: 32 * 1024,
  /** Turns that are left to the exhausted step after a limit was reached. */
  turnsAfterLimit: 40,
  /** Keys taken from one webhook; Twilio sends far fewer. */
  keysPerEntry: 64,
  /** Characters of one text that a capability returns. */
  textLength: 1000,
} as const;
