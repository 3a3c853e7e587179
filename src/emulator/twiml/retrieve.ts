import { isFailure, type HttpOutcome } from '../webhook/transport.ts';
import { elementsOf, readXml, XmlError, type XmlElement } from './xml.ts';

/** A document that a call can run: the elements under `<Response>`. */
export interface TwimlDocument {
  readonly elements: readonly XmlElement[];
  /** Where it came from; relative URLs start there. `undefined` for TwiML given by REST. */
  readonly url: string | undefined;
  /** Text stood where only elements may; Twilio warns (12200). */
  readonly strayText: boolean;
}

/** A fatal error while retrieving or executing TwiML: Twilio turns to the fallback URL. */
export class TwimlError extends Error {
  override readonly name = 'TwimlError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const xmlTypes: readonly string[] = ['text/xml', 'application/xml', 'text/html'];
const audioType = /^audio\/(mpeg|wav|wave|x-wav|aiff|x-aiff|x-aifc|gsm|x-gsm|ulaw)$/;

/** Content types that `<Play>` and a TwiML URL may answer with to have sound played. */
export function isAudio(contentType: string): boolean {
  return audioType.test(mediaType(contentType));
}

function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** Parses TwiML. Throws {@link TwimlError} 12100 on malformed XML or another root than `<Response>`. */
export function readTwiml(text: string, url: string | undefined): TwimlDocument {
  try {
    const root = readXml(text);
    if (root.name !== 'Response') throw new XmlError(`the root is <${root.name}>, not <Response>`);
    const strayText = root.children.some((child) => typeof child === 'string' && child.trim() !== '');
    return { elements: elementsOf(root), url, strayText };
  } catch (error) {
    if (error instanceof XmlError) throw new TwimlError(12100, `Document parse failure: ${error.message}`);
    throw error;
  }
}

const element = (name: string, text: string): XmlElement => ({ name, attributes: {}, children: [text] });

/**
 * Turns an answer into a document, by its content type: TwiML is parsed; audio is played, other plain text is
 * read aloud (or sent as a message), then the call ends. Throws {@link TwimlError} with Twilio's code for everything else.
 */
export function documentFrom(
  outcome: HttpOutcome,
  url: string,
  plainText: 'Say' | 'Message' = 'Say',
): TwimlDocument {
  if (isFailure(outcome)) throw new TwimlError(outcome.code, outcome.message);
  if (outcome.status < 200 || outcome.status >= 300) {
    throw new TwimlError(11200, `HTTP retrieval failure: status ${outcome.status}`);
  }
  if (outcome.tooLarge) throw new TwimlError(11750, 'TwiML response body too large');
  const contentType = outcome.headers['content-type'] ?? '';
  const type = mediaType(contentType);
  if (xmlTypes.includes(type)) return readTwiml(outcome.body, url);
  if (isAudio(contentType)) return { elements: [element('Play', url)], url, strayText: false };
  if (type !== 'text/plain') throw new TwimlError(12300, `Invalid Content-Type: '${type}'`);
  try {
    return readTwiml(outcome.body, url);
  } catch (error) {
    if (error instanceof TwimlError)
      return { elements: [element(plainText, outcome.body)], url, strayText: false };
    throw error;
  }
}
