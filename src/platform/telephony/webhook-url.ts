/**
 * Connection overrides, read by Twilio and never signed. By default only a failed connect is tried again; we
 * ask for two more tries after a time-out or a 5xx as well. A read must give up early (`rt`), or the first try
 * would use up the 15 seconds that Twilio allows for all of them.
 */
const retries = 'rc=2&rp=ct,rt,5xx&rt=4500';

/**
 * An absolute URL for Twilio, with our request for retries.
 *
 * @param publicUrl address by which Twilio reaches us, without a slash at its end
 * @param path begins with a slash; ids only, since URLs end up in logs (law 5)
 *
 * @example webhookUrl('https://hotline.example.org', '/twilio/voice/turn', { turn: 3 })
 *   // 'https://hotline.example.org/twilio/voice/turn?turn=3#rc=2&rp=ct,rt,5xx&rt=4500'
 */
export function webhookUrl(
  publicUrl: string,
  path: `/${string}`,
  query: Readonly<Record<string, string | number>> = {},
): string {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `${publicUrl}${path}${search === '' ? '' : `?${search}`}#${retries}`;
}
