import { z } from 'zod';
import { appError } from '../../kernel/errors.ts';

/**
 * What we read of Twilio's webhooks. The rest is left out: new parameters appear without notice. A parameter that
 * we read must be there once, and within bounds; Twilio sends numbers and booleans as text, and `Name=` for nothing.
 */

const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`));

// oxlint-disable-next-line no-control-regex -- control characters are the subject
const unprintable = /[\u0000-\u001F\u007F\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** As above, but for the ends of lines. */
// oxlint-disable-next-line no-control-regex -- control characters are the subject
const unprintableInText = /[\u0000-\u0009\u000B-\u001F\u007F\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;
/** Texts of carriers are shorter by far. */
const longestText = 10_000;

/** E.164, `client:…`, `sip:…`, or what a carrier sends for a withheld number; stored sealed, never trusted. */
const party = z
  .string()
  .max(400)
  .transform((value) => value.replace(unprintable, '').trim());

/** Keys as they were pressed. More than a person could press are refused; what fits is for the flow to judge. */
const keys = z
  .string()
  .max(1_000)
  .regex(/^[0-9*#A-D]*$/);

const wholeNumber = z
  .string()
  .regex(/^\d{0,9}$/)
  .transform((digits) => (digits === '' ? undefined : Number(digits)))
  .optional();

/** A word of Twilio's. One that is new to us must not lose a caller: what we do not know, we do not act on. */
const word = z.string().regex(/^[a-z-]{1,30}$/);

/** Who answered, as machine detection has it: `human`, `machine_end_beep`, … Absent where nobody listened. */
const verdict = z
  .string()
  .regex(/^[a-z_]{1,30}$/)
  .optional()
  .catch(undefined);

const callFields = {
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  CallStatus: word,
  From: party,
  To: party,
};

/** The first request of a call, and each Redirect: asks what to do. */
export const voiceWebhook = z.object({
  ...callFields,
  Direction: word,
  /** The carrier's verdict on the caller's number (STIR/SHAKEN). */
  StirVerstat: z
    .string()
    .max(60)
    .regex(/^[A-Za-z-]*$/)
    .optional()
    .catch(undefined),
  /** Set when Twilio asks the fallback URL, with the error that led to it. */
  ErrorCode: wholeNumber.catch(undefined),
  AnsweredBy: verdict,
});

/** What was understood of a caller's words, in any script. Never logged; longer than a minute's speech is cut. */
const words = z.string().transform((text) => text.slice(0, longestSpeech).replace(unprintable, ' ').trim());
const longestSpeech = 2_000;

/** How sure Twilio is of the words, 0 to 1. */
const share = z.coerce.number().min(0).max(1);

/**
 * `action` of a Gather, Record or Dial: keys or words, the recording, or what became of the other call. `Digits` is
 * `hangup` after a hang-up in Record; `CallStatus` is `completed` after one in Record or Dial.
 */
export const actionWebhook = z.object({
  ...callFields,
  Digits: keys.or(z.literal('hangup')).optional(),
  SpeechResult: words.optional(),
  /** May be missing, and must not cost the caller the words. */
  Confidence: share.optional().catch(undefined),
  DialCallStatus: word.optional(),
  /** `true` where the two have heard each other. */
  DialBridged: word.optional(),
  RecordingSid: sid('RE').optional(),
  /** Seconds. */
  RecordingDuration: wholeNumber,
});

/** The recording can be fetched, or there is none. Comes without From, To and CallStatus. */
export const recordingStatusWebhook = z.object({
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  RecordingSid: sid('RE'),
  /** `completed`, `absent` or `failed`; Twilio's pages disagree on the list, so that any word is taken. */
  RecordingStatus: word,
  /** Seconds; only with `completed`. */
  RecordingDuration: wholeNumber,
});

/** A call has changed its state; of an incoming call only its end is told. May come twice and out of order. */
export const callStatusWebhook = z.object({
  ...callFields,
  /** Seconds; only at the end. */
  CallDuration: wholeNumber,
  SequenceNumber: wholeNumber,
  AnsweredBy: verdict,
  /** Why a call failed, where Twilio says so. */
  ErrorCode: wholeNumber.catch(undefined),
});

/** Somebody came into a conference or left it. Only the first participant's document may ask to be told. */
export const conferenceWebhook = z.object({
  AccountSid: sid('AC'),
  /** Absent from events of the conference itself. */
  CallSid: sid('CA').optional(),
  StatusCallbackEvent: word,
});

/** A text that a person sent. Pictures are not taken. */
export const textWebhook = z.object({
  AccountSid: sid('AC'),
  MessageSid: sid('(SM|MM)'),
  From: party,
  To: party,
  /** Its words, in any script and over any number of lines. Never logged. */
  Body: z
    .string()
    .max(longestText)
    .transform((text) => text.replace(unprintableInText, ' ').trim()),
});

/** What became of a text of ours. May come twice and out of order. */
export const textStatusWebhook = z.object({
  AccountSid: sid('AC'),
  MessageSid: sid('(SM|MM)'),
  MessageStatus: word,
  /** Why it did not arrive. */
  ErrorCode: wholeNumber.catch(undefined),
});

export type TextWebhook = z.output<typeof textWebhook>;
export type TextStatusWebhook = z.output<typeof textStatusWebhook>;
export type ConferenceWebhook = z.output<typeof conferenceWebhook>;
export type VoiceWebhook = z.output<typeof voiceWebhook>;
export type ActionWebhook = z.output<typeof actionWebhook>;
export type RecordingStatusWebhook = z.output<typeof recordingStatusWebhook>;
export type CallStatusWebhook = z.output<typeof callStatusWebhook>;

export const parseVoiceWebhook = (params: unknown): VoiceWebhook => parse(voiceWebhook, params);
export const parseActionWebhook = (params: unknown): ActionWebhook => parse(actionWebhook, params);
export const parseRecordingStatusWebhook = (params: unknown): RecordingStatusWebhook =>
  parse(recordingStatusWebhook, params);
export const parseCallStatusWebhook = (params: unknown): CallStatusWebhook =>
  parse(callStatusWebhook, params);
export const parseConferenceWebhook = (params: unknown): ConferenceWebhook =>
  parse(conferenceWebhook, params);

export const parseTextWebhook = (params: unknown): TextWebhook => parse(textWebhook, params);
export const parseTextStatusWebhook = (params: unknown): TextStatusWebhook =>
  parse(textStatusWebhook, params);

/** @throws AppError `twilio.parameter_invalid` naming the parameters; never their values. */
function parse<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const parameters = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? 'body')))];
  throw appError('twilio.parameter_invalid', {
    detail: `Missing, repeated or wrong: ${parameters.join(', ')}.`,
    fields: { parameters },
  });
}
