import type { AnswerType } from './answer.ts';
import { choice } from './choice.ts';
import { digits } from './digits.ts';
import { phone } from './phone.ts';
import { recording } from './recording.ts';
import { yesNo } from './yes-no.ts';
import { zip } from './zip.ts';

/** Every kind of answer that a flow can collect. */
export const answerTypes: readonly AnswerType[] = [zip, phone, choice, yesNo, digits, recording];
