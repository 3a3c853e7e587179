/** Begins the provider's id of calls that were never made, which fill a database for trials. Twilio's begin with CA. */
export const seededPrefix = 'SEED';

const ordinalDigits = 12;

/** The provider's id of the call that is the n-th to be made up in a database. */
export const seededSid = (ordinal: number): string =>
  `${seededPrefix}${String(ordinal).padStart(ordinalDigits, '0')}`;
