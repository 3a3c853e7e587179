/**
 * Attempts to sign in from one address, for `config.rateLimit` of the sign-in route: no other route is limited,
 * and Twilio's never, since all of Twilio's calls come from few addresses. An office behind one address signs in
 * together in the morning.
 */
export const signInRateLimit = { max: 60, timeWindow: 60_000 } as const;
