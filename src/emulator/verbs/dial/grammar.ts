import {
  anyText,
  httpMethod,
  matching,
  oneOf,
  schemaWarning,
  someOf,
  truth,
  wholeNumber,
  type Attribute,
} from '../attributes.ts';
import type { Grammar } from '../verb.ts';

type Attributes = Readonly<Record<string, Attribute>>;

const recordingCallback: Attributes = {
  recordingStatusCallback: anyText(),
  recordingStatusCallbackMethod: httpMethod(),
  recordingStatusCallbackEvent: someOf(schemaWarning, 'in-progress', 'completed', 'absent'),
  recordingConfigurationId: anyText(),
  trim: oneOf(schemaWarning, 'trim-silence', 'do-not-trim'),
};

/** Attributes of `<Dial>`. Source: Twilio, "TwiML Voice: Dial". */
export const dialAttributes: Attributes = {
  action: anyText(),
  method: httpMethod(13210),
  timeout: wholeNumber(13212, 1, 600),
  timeLimit: wholeNumber(13216, 1, 14_400),
  callerId: anyText(13214),
  answerOnBridge: truth(),
  hangupOnStar: truth(13213),
  record: oneOf(
    13217,
    'true',
    'false',
    'do-not-record',
    'record-from-answer',
    'record-from-ringing',
    'record-from-answer-dual',
    'record-from-ringing-dual',
  ),
  recordingTrack: oneOf(schemaWarning, 'inbound', 'outbound', 'both'),
  ...recordingCallback,
  ringTone: matching(schemaWarning, /^[a-z]{2}(-old)?$/),
  sequential: truth(13218),
  referUrl: anyText(),
  referMethod: httpMethod(),
  callReason: matching(schemaWarning, /^.{1,50}$/),
  events: anyText(),
};

const callback: Attributes = {
  statusCallback: anyText(),
  statusCallbackMethod: httpMethod(),
  statusCallbackEvent: someOf(schemaWarning, 'initiated', 'ringing', 'answered', 'completed'),
};

const machineDetection: Attributes = {
  machineDetection: oneOf(schemaWarning, 'Enable', 'DetectMessageEnd'),
  machineDetectionTimeout: wholeNumber(schemaWarning, 3, 60),
  machineDetectionSpeechThreshold: wholeNumber(schemaWarning, 1000, 6000),
  machineDetectionSpeechEndThreshold: wholeNumber(schemaWarning, 500, 5000),
  machineDetectionSilenceTimeout: wholeNumber(schemaWarning, 2000, 10_000),
  amdStatusCallback: anyText(),
  amdStatusCallbackMethod: httpMethod(),
};

const digits = (code: number): Attribute => matching(code, /^[0-9*#wW]{1,32}$/);
const leaf = { nests: [], text: true };

/** Nouns of Twilio's that are not simulated. */
export const strangers: readonly string[] = ['Application', 'Sim', 'WhatsApp'];

/** Elements inside `<Dial>`, and inside those. */
export const nouns: readonly Grammar[] = [
  {
    ...leaf,
    name: 'Number',
    attributes: {
      url: anyText(),
      method: httpMethod(13221),
      sendDigits: digits(13222),
      ...callback,
      ...machineDetection,
      byoc: anyText(),
    },
  },
  {
    name: 'Client',
    nests: ['Identity', 'Parameter'],
    text: true,
    attributes: { url: anyText(), method: httpMethod(), ...callback },
  },
  { ...leaf, name: 'Identity', attributes: {} },
  { name: 'Parameter', nests: [], text: false, attributes: { name: anyText(), value: anyText() } },
  {
    ...leaf,
    name: 'Sip',
    attributes: {
      url: anyText(),
      method: httpMethod(13241),
      sendDigits: digits(13242),
      ...callback,
      ...machineDetection,
      username: anyText(13249),
      password: anyText(13249),
    },
  },
  {
    ...leaf,
    name: 'Queue',
    attributes: {
      url: anyText(),
      method: httpMethod(),
      reservationSid: anyText(),
      postWorkActivitySid: anyText(),
    },
  },
  {
    ...leaf,
    name: 'Conference',
    attributes: {
      muted: truth(13230),
      endConferenceOnExit: truth(13231),
      startConferenceOnEnter: truth(13232),
      waitUrl: anyText(13233),
      waitMethod: httpMethod(13234),
      beep: oneOf(13235, 'true', 'false', 'onEnter', 'onExit'),
      participantLabel: matching(16023, /^(?!CA[0-9a-f]{32}$)[^/]{1,128}$/),
      jitterBufferSize: oneOf(schemaWarning, 'off', 'small', 'medium', 'large'),
      maxParticipants: wholeNumber(schemaWarning, 2, 250),
      record: oneOf(schemaWarning, 'do-not-record', 'record-from-start', 'true', 'false'),
      region: anyText(),
      coach: anyText(13240),
      statusCallback: anyText(),
      statusCallbackMethod: httpMethod(),
      statusCallbackEvent: someOf(
        schemaWarning,
        'start',
        'end',
        'join',
        'leave',
        'mute',
        'hold',
        'modify',
        'speaker',
        'announcement',
      ),
      ...recordingCallback,
    },
  },
  ...strangers.map((name) => ({ ...leaf, name, attributes: {} })),
];
