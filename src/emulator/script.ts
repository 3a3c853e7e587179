import { z } from 'zod';

const said = z.string().min(1).max(2000);

/** What must have been said since the previous action; each text is a substring, white space aside. */
const heard = { hears: z.union([said, z.array(said).min(1).max(50)]).optional() };

const keys = z.string().regex(/^[0-9*#]{1,10000}$/);

/**
 * One thing that a scripted person does, once the app waits for them.
 *
 * - `press` keys; with `interrupt`, as soon as `hears` is satisfied, in the middle of a prompt (barge-in);
 * - `silence`: let one wait pass;
 * - `record`: talk for so many seconds. A next action without `hears` ends the recording if it is a finish
 *   key or a hang-up; otherwise silence ends it;
 * - `hangUp`: at once when its turn comes, or as soon as `hears` is satisfied;
 * - `speak`: say words (speech input, or a recording of about that length); in a conversation the others hear them;
 * - `waits`: stay on the line for so many seconds, whatever happens there, and be silent wherever the app asks;
 * - `talks`: be in conversation for so many seconds: bridged, or in a conference with somebody.
 *
 * Left to themselves or in conversation, a person does what comes next as soon as its `hears` has been said, but
 * speaks only in company. With nothing left to do they hang up after a minute of conversation, or after ten minutes alone.
 */
export const callerAction = z.union([
  z.strictObject({ ...heard, press: keys, interrupt: z.boolean().optional() }),
  z.strictObject({ ...heard, silence: z.literal(true) }),
  z.strictObject({ ...heard, record: z.number().min(0).max(14_400) }),
  z.strictObject({ ...heard, hangUp: z.literal(true) }),
  z.strictObject({ ...heard, speak: z.string().min(1).max(5000) }),
  z.strictObject({ ...heard, waits: z.number().min(0).max(14_400) }),
  z.strictObject({ ...heard, talks: z.number().min(0).max(14_400) }),
]);
export type CallerAction = z.infer<typeof callerAction>;

const afterSeconds = z.number().min(0).max(600).optional();

/** Verdicts of answering machine detection. */
export const answeredBy = z.enum([
  'human',
  'machine_start',
  'machine_end_beep',
  'machine_end_silence',
  'machine_end_other',
  'fax',
  'unknown',
]);
export type AnsweredBy = z.infer<typeof answeredBy>;

/** What machine detection makes of the voice that answers; it errs where a script says so. */
const detection = { answeredBy: answeredBy.optional() };

/**
 * What a called number does. `afterSeconds` of ringing (default 2), measured in call time. Machine detection takes
 * a person for `human` and a voicemail box for a machine, whose greeting ends with a beep after `greetingSeconds`
 * (default 8), unless `answeredBy` says otherwise.
 */
export const calleeBehaviour = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answers'),
    afterSeconds,
    ...detection,
    script: z.array(callerAction).max(1000),
  }),
  z.strictObject({
    kind: z.literal('voicemail'),
    afterSeconds,
    ...detection,
    greetingSeconds: z.number().min(0).max(600).optional(),
  }),
  z.strictObject({ kind: z.literal('busy') }),
  z.strictObject({ kind: z.literal('noAnswer') }),
  z.strictObject({ kind: z.literal('failed') }),
]);
export type CalleeBehaviour = z.infer<typeof calleeBehaviour>;

/** An inbound call to place. */
export const placedCall = z.strictObject({
  from: z.string().min(1).max(256),
  to: z.string().min(1).max(256),
  script: z.array(callerAction).max(1000),
  forwardedFrom: z.string().max(256).optional(),
  stirVerstat: z.string().max(64).optional(),
  callSid: z
    .string()
    .regex(/^CA[0-9a-f]{32}$/)
    .optional(),
});
export type PlacedCall = z.infer<typeof placedCall>;

const errorCode = z.number().int().min(10_000).max(69_999);

/**
 * What becomes of a text to a number. `delivers` after so many seconds (default 2); `undelivered`: the carrier says
 * no, with Twilio's code (default 30003); `failed`: Twilio cannot hand it over (default 30001); `unconfirmed`: it
 * arrives and no receipt comes; `refused`: REST refuses it at once (such as 21614 for a landline).
 */
export const recipientBehaviour = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delivers'), afterSeconds }),
  z.strictObject({ kind: z.literal('undelivered'), afterSeconds, errorCode: errorCode.optional() }),
  z.strictObject({ kind: z.literal('failed'), errorCode: errorCode.optional() }),
  z.strictObject({ kind: z.literal('unconfirmed') }),
  z.strictObject({ kind: z.literal('refused'), errorCode }),
]);
export type RecipientBehaviour = z.infer<typeof recipientBehaviour>;

/** A text that a person sends. */
export const sentText = z.strictObject({
  from: z.string().min(1).max(256),
  to: z.string().min(1).max(256),
  body: z.string().max(1600),
});
export type SentText = z.infer<typeof sentText>;
