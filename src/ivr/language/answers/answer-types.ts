import { amount } from './amount.ts';
import type { AnswerType } from './answer.ts';
import { choice } from './choice.ts';
import { date } from './date.ts';
import { digits } from './digits.ts';
import { identifier } from './identifier.ts';
import { phone } from './phone.ts';
import { recording } from './recording.ts';
import { speech } from './speech.ts';
import { yesNo } from './yes-no.ts';
import { zip } from './zip.ts';

/** Every kind of answer that a flow can collect. */
export const answerTypes: readonly AnswerType[] = [
  choice,
  yesNo,
  digits,
  phone,
  zip,
  date,
  amount,
  identifier,
  speech,
  recording,
];
