/** Form parameters by name. Voice webhooks never repeat a name, the signature's definition allows it. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

const unreserved = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** UTF-8 percent-encoding with spaces as `%20`, as Twilio's proxy writes; half a surrogate pair becomes U+FFFD. */
function encode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  const wellFormed = /[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, unreserved);
}

/** Writes parameters in the order given; an empty value is written as `Name=`. */
export function encodeForm(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}
