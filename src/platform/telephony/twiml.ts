import type { GatherInstruction, Instruction, LanguageTag, Speech } from '../../kernel/instructions.ts';
import { spokenParts } from './spoken-parts.ts';
import { attribute, escapeText, legalText } from './xml.ts';

/** Where Twilio sends what comes next: absolute, see `webhookUrl`. */
export interface TurnUrls {
  /** Asked with the keys or the end of a recording. */
  readonly action: string;
  /** Told when a recording can be fetched, or when there is none. */
  readonly recordingStatus: string;
  /** Asked after the pause of a `poll`. */
  readonly poll: string;
  /** Asked when a `transfer` is over, or did not come about. */
  readonly transfer: string;
  /** Asked by whoever answers a `transfer`, before the two are connected. */
  readonly briefing: (id: string) => string;
}

/** Twilio's name of the voice for each language, where the flow names none; without either, Twilio's own speaks. */
export type Voices = Readonly<Record<LanguageTag, string>>;

export const defaultVoices: Voices = { 'en-US': 'Polly.Joanna-Neural', 'es-US': 'Polly.Lupe-Neural' };

export interface TwimlOptions {
  readonly voices: Voices;
}

/** What a TwiML answer is sent as; Fastify's own for a string is text/plain, which Twilio reads aloud. */
export const twimlContentType = 'text/xml; charset=utf-8';

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** Twilio refuses a document over 64 kB (error 11750); what is not speech takes far less than the rest. */
const speechBytes = 48_000;

/** Twilio's limits of what a Gather may expect to hear. */
const most = { hints: 500, hintLength: 100 };

/**
 * Renders what a call is told to do as TwiML. Pure: the same instructions and URLs give the same document, so
 * that a late duplicate of a webhook gets the answer that the first one got. Whatever a text holds, the
 * document is well-formed and within Twilio's limits: what XML cannot carry is left out, long texts are split
 * into several Says, and words that no document has room for are left off.
 *
 * Written by hand because the SDK's builder takes thirty times as long; a test holds the output against the SDK's.
 *
 * @example renderTwiml([{ kind: 'hangup' }], urls) // '<?xml …?><Response><Hangup/></Response>'
 */
export function renderTwiml(
  instructions: readonly Instruction[],
  urls: TurnUrls,
  { voices }: TwimlOptions = { voices: defaultVoices },
): string {
  const speak = speaker(voices);
  const verbs = interruptible(instructions).map((instruction) => renderOne(instruction, urls, speak));
  return xmlDeclaration + element('Response', '', verbs.join(''));
}

/**
 * Puts what is said right before a question into it: a key may then cut it short, where Twilio would drop one that
 * is pressed during a Say of its own.
 */
function interruptible(instructions: readonly Instruction[]): readonly Instruction[] {
  const last = instructions.at(-1);
  if (last?.kind !== 'gather') return instructions;
  const before = instructions.slice(0, -1);
  const said = before.slice(before.findLastIndex(({ kind }) => kind !== 'say') + 1);
  const speech = [...said, last].flatMap((instruction) =>
    'speech' in instruction ? instruction.speech : [],
  );
  return [...before.slice(0, before.length - said.length), { ...last, speech }];
}

type Speak = (speech: readonly Speech[]) => string;

function renderOne(instruction: Instruction, urls: TurnUrls, speak: Speak): string {
  switch (instruction.kind) {
    case 'say':
      return speak(instruction.speech);
    case 'pause':
      return pause(instruction.seconds);
    case 'hangup':
      return '<Hangup/>';
    case 'poll':
      return `${speak(instruction.speech)}${pause(instruction.seconds)}${redirect(urls.poll)}`;
    case 'gather': {
      const { numDigits, finishOnKey, timeoutSeconds, speech, listens } = instruction;
      const attributes =
        attribute('input', inputOf(listens)) +
        attribute('action', urls.action) +
        attribute('method', 'POST') +
        attribute('timeout', timeoutSeconds) +
        (numDigits === undefined ? '' : attribute('numDigits', numDigits)) +
        attribute('finishOnKey', finishOnKey) +
        // Silence must come to us as well, or the call would run off the end of the document.
        attribute('actionOnEmptyResult', true) +
        (listens === undefined ? '' : listening(listens));
      return element('Gather', attributes, speak(speech));
    }
    case 'transfer': {
      const { speech, to, from, ringSeconds, briefing } = instruction;
      const attributes =
        attribute('action', urls.transfer) +
        attribute('method', 'POST') +
        attribute('timeout', ringSeconds) +
        attribute('callerId', from);
      const asked =
        briefing === undefined ? '' : attribute('url', urls.briefing(briefing)) + attribute('method', 'POST');
      return speak(speech) + element('Dial', attributes, element('Number', asked, escapeText(legalText(to))));
    }
    case 'record': {
      const { speech, maxSeconds, silenceSeconds, finishOnKey } = instruction;
      const attributes =
        attribute('action', urls.action) +
        attribute('method', 'POST') +
        attribute('timeout', silenceSeconds) +
        attribute('finishOnKey', finishOnKey) +
        attribute('maxLength', maxSeconds) +
        attribute('playBeep', true) +
        attribute('trim', 'trim-silence') +
        attribute('recordingStatusCallback', urls.recordingStatus) +
        attribute('recordingStatusCallbackMethod', 'POST') +
        attribute('recordingStatusCallbackEvent', 'completed absent');
      return `${speak(speech)}<Record${attributes}/>`;
    }
  }
}

type Listens = NonNullable<GatherInstruction['listens']>;

function inputOf(listens: Listens | undefined): string {
  if (listens === undefined) return 'dtmf';
  return listens.keys ? 'dtmf speech' : 'speech';
}

/** `auto` ends with the sentence; Twilio takes it only where no speech model is named. */
function listening({ language, hints }: Listens): string {
  // A comma would make two hints of one.
  const list = hints.slice(0, most.hints).map((hint) => hint.replaceAll(',', ' ').slice(0, most.hintLength));
  return (
    attribute('language', language) +
    (list.length === 0 ? '' : attribute('hints', list.join(', '))) +
    attribute('speechTimeout', 'auto')
  );
}

/** Renders speech as Says until the document's room for speech is used up. */
export function speaker(voices: Voices): Speak {
  let room = speechBytes;
  return (speech) => {
    let says = '';
    for (const each of speech) {
      const { language, voice = voices[language] } = each;
      const attributes =
        (voice === undefined ? '' : attribute('voice', voice)) + attribute('language', language);
      for (const content of contentsOf(each)) {
        const say = element('Say', attributes, content);
        room -= Buffer.byteLength(say);
        if (room < 0) return says;
        says += say;
      }
    }
    return says;
  };
}

/** The content of each Say, as XML. Markup cannot be cut: what is too long for one Say is said in plain words. */
function contentsOf({ text, ssml }: Speech): string[] {
  const [marked, ...more] = ssml === undefined ? [] : spokenParts(ssml);
  if (marked !== undefined && more.length === 0) return [marked];
  return spokenParts(text).map(escapeText);
}

export function pause(seconds: number): string {
  return `<Pause${attribute('length', seconds)}/>`;
}

export function redirect(url: string): string {
  return `<Redirect${attribute('method', 'POST')}>${escapeText(url)}</Redirect>`;
}

export function element(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}
