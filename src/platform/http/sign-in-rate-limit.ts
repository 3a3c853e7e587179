/**
 * Attempts to sign in from one address, for `config.rateLimit` of the sign-in route: no other route is limited,
 * and Twilio's never, since all of Twilio's calls come from few addresses.
 */
export const signInRateLimit = { max: 10, timeWindow: 60_000 } as const;
