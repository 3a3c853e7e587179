import type { DialTarget } from '../../call/dialled-leg.ts';
import type { MachineDetection } from '../../call/machine-detection.ts';
import { callEvents } from '../../call/status.ts';
import { methodOf, numberOf } from '../attributes.ts';
import { NotSimulatedError, type CheckedElement, type Line } from '../verb.ts';

const e164 = /^\+[1-9]\d{1,14}$/;
const mostTargets = 10;
/** Seconds that Twilio adds to every time-out. */
const buffer = 5;

/** Ends of a call that are given by name rather than by number. */
const isNamed = (end: string): boolean => /^(client|sip):/.test(end);

/** The number, identity or SIP URI that an element names; `undefined` where it is not one (a warning). */
function endOf(line: Line, element: CheckedElement): string | undefined {
  if (element.name === 'Client') {
    const identity = element.elements.find(({ name }) => name === 'Identity')?.text ?? element.text;
    return `client:${identity.trim()}`;
  }
  const text = element.text.trim();
  if (element.name === 'Sip') {
    if (/^sips?:[^@\s]+@\S+$/.test(text)) return text;
    line.warn(13243, 'Dial->SIP: Invalid SIP URI');
    return undefined;
  }
  if (!e164.test(text)) {
    line.warn(13223, 'Dial: Invalid phone number format');
    return undefined;
  }
  if (line.exchange.numbers.byNumber(text) !== undefined)
    throw new NotSimulatedError('<Dial> from one number of the account to another');
  return text;
}

/** Who the callee sees ringing: a number of the account, or one of the initial call's ends (13214 for others). */
function callerOf(line: Line, callerId: string | undefined, named: boolean): string | undefined {
  const { from, to } = line.call;
  const caller = callerId ?? from;
  const ours = line.exchange.numbers.byNumber(caller) !== undefined || caller === from || caller === to;
  if (ours && (named || !isNamed(caller))) return caller;
  if (named && isNamed(caller)) return caller;
  line.warn(13214, 'Dial: Invalid callerId value');
  return undefined;
}

function detectionOf(line: Line, element: CheckedElement): MachineDetection | undefined {
  const { attributes } = element;
  const mode = attributes['machineDetection'];
  if (mode === undefined || attributes['sendDigits'] !== undefined) return undefined;
  const part = (name: string, absent: number): number =>
    numberOf(attributes[`machineDetection${name}`], absent);
  const url = attributes['amdStatusCallback'];
  const method = methodOf(attributes['amdStatusCallbackMethod']);
  return {
    mode: mode === 'Enable' ? 'Enable' : 'DetectMessageEnd',
    timeout: part('Timeout', 30),
    speechThreshold: part('SpeechThreshold', 2400),
    speechEndThreshold: part('SpeechEndThreshold', 1200),
    silenceTimeout: part('SilenceTimeout', 5000),
    async: true,
    ...(url !== undefined && { callback: { url: line.resolve(url), method } }),
  };
}

/** Reads one element; `undefined` where nobody can be called by it. */
function targetOf(
  line: Line,
  element: CheckedElement,
  dial: CheckedElement['attributes'],
): DialTarget | undefined {
  const { attributes } = element;
  const to = endOf(line, element);
  if (to === undefined) return undefined;
  const from = callerOf(line, dial['callerId'], isNamed(to));
  if (from === undefined) return undefined;
  if (attributes['byoc'] !== undefined) throw new NotSimulatedError('byoc');
  const { url, statusCallback, sendDigits } = attributes;
  const asked = (attributes['statusCallbackEvent'] ?? 'completed').split(' ');
  const detection = detectionOf(line, element);
  return {
    to,
    from,
    ringSeconds: numberOf(dial['timeout'], 30) + buffer,
    timeLimit: numberOf(dial['timeLimit'], 14_400),
    settings: {
      fallbackMethod: 'POST',
      ...(statusCallback !== undefined && { statusCallback: line.resolve(statusCallback) }),
      statusCallbackMethod: methodOf(attributes['statusCallbackMethod']),
      statusEvents: new Set(callEvents.filter((event) => asked.includes(event))),
    },
    ...(url !== undefined && { whisper: { url: line.resolve(url), method: methodOf(attributes['method']) } }),
    ...(sendDigits !== undefined && { sendDigits }),
    ...(detection !== undefined && { detection }),
    ...customParameters(element),
  };
}

/** `<Parameter>`s, which reach the browser. */
function customParameters(element: CheckedElement): Pick<DialTarget, 'custom'> {
  const given = element.elements.filter(({ name }) => name === 'Parameter');
  if (given.length === 0) return {};
  const pairs = given.map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? ''] as const);
  return { custom: Object.fromEntries(pairs) };
}

/** All that a `<Dial>` rings; elements that name nobody are left out. */
export function readTargets(line: Line, element: CheckedElement): DialTarget[] {
  const number = { ...element, name: 'Number', attributes: {}, elements: [] };
  const elements = element.elements.length > 0 ? element.elements : [number];
  if (elements.length > mostTargets) line.warn(13250, 'Dial: Too many targets');
  return elements.slice(0, mostTargets).flatMap((one) => targetOf(line, one, element.attributes) ?? []);
}
