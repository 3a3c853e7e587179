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
 * - `speak`: say words (speech input, or a recording of about that length).
 */
export const callerAction = z.union([
  z.strictObject({ ...heard, press: keys, interrupt: z.boolean().optional() }),
  z.strictObject({ ...heard, silence: z.literal(true) }),
  z.strictObject({ ...heard, record: z.number().min(0).max(14_400) }),
  z.strictObject({ ...heard, hangUp: z.literal(true) }),
  z.strictObject({ ...heard, speak: z.string().min(1).max(5000) }),
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
