import { defaultVoices, pause, redirect, speaker, xmlDeclaration, type Voices } from './twiml.ts';

const words = [
  { language: 'en-US', text: 'We are sorry. Our system needs a moment. Please stay on the line.' },
  { language: 'es-US', text: 'Lo sentimos. Nuestro sistema necesita un momento. Por favor, no cuelgue.' },
];

/**
 * The answer when the database is away: apologises in English and Spanish, waits ten seconds, and asks the same
 * question again. Needs nothing but the URL, so it can be given when all else is down (law 11).
 *
 * @param redirectUrl absolute URL of the webhook that could not be served, with its query.
 */
export function holdTwiml(redirectUrl: string, voices: Voices = defaultVoices): string {
  return `${xmlDeclaration}<Response>${speaker(voices)(words)}${pause(10)}${redirect(redirectUrl)}</Response>`;
}
