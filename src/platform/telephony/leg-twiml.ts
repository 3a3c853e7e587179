import type { Speech } from '../../kernel/instructions.ts';
import { defaultVoices, element, pause, redirect, speaker, xmlDeclaration, type Voices } from './twiml.ts';
import { attribute, escapeText, legalText } from './xml.ts';

/** What one telephone of a call that we place is told to do. URLs are absolute, see `webhookUrl`. */
export type LegDocument =
  /** Say words, if there are any, and hang up. */
  | { readonly kind: 'hang_up'; readonly speech: readonly Speech[] }
  /** Say words that a key may interrupt, and wait for one key. Without words it is silent. */
  | {
      readonly kind: 'gather';
      readonly speech: readonly Speech[];
      readonly action: string;
      readonly timeoutSeconds: number;
    }
  /** Say words, then come together with the others. Who waits there alone hears nothing. */
  | {
      readonly kind: 'conference';
      readonly speech: readonly Speech[];
      /** An id of ours, never a name or number: the provider shows it. */
      readonly name: string;
      /** Their leaving ends it for all. */
      readonly endsIt: boolean;
      /** Told who comes in. The provider heeds it in the document of whoever comes first. */
      readonly joins?: string;
    }
  /** Nothing more: who was dialled by a document is connected with whoever it belongs to. */
  | { readonly kind: 'go_on' }
  /** Wait in silence and ask again: for a leg that may be a machine, where words of ours would be left on it. */
  | { readonly kind: 'hold'; readonly back: string };

/**
 * Renders what a leg is told to do as TwiML. Pure, as `renderTwiml`.
 *
 * @example renderLeg({ kind: 'hang_up', speech: [] }) // '<?xml …?><Response><Hangup/></Response>'
 */
export function renderLeg(document: LegDocument, voices: Voices = defaultVoices): string {
  const speak = speaker(voices);
  return xmlDeclaration + element('Response', '', verbsOf(document, speak));
}

function verbsOf(document: LegDocument, speak: ReturnType<typeof speaker>): string {
  switch (document.kind) {
    case 'hang_up':
      return `${speak(document.speech)}<Hangup/>`;
    case 'gather': {
      const attributes =
        attribute('input', 'dtmf') +
        attribute('action', document.action) +
        attribute('method', 'POST') +
        attribute('timeout', document.timeoutSeconds) +
        attribute('numDigits', 1) +
        attribute('finishOnKey', '') +
        attribute('actionOnEmptyResult', true);
      return element('Gather', attributes, speak(document.speech));
    }
    case 'conference': {
      const { name, endsIt, joins } = document;
      const attributes =
        attribute('startConferenceOnEnter', true) +
        attribute('endConferenceOnExit', endsIt) +
        attribute('beep', false) +
        attribute('waitUrl', '') +
        (joins === undefined
          ? ''
          : attribute('statusCallback', joins) + attribute('statusCallbackEvent', 'join'));
      const conference = element('Conference', attributes, escapeText(legalText(name)));
      return speak(document.speech) + element('Dial', '', conference);
    }
    case 'go_on':
      return '';
    case 'hold':
      return pause(10) + redirect(document.back);
  }
}
