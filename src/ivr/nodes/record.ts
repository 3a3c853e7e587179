import { z } from 'zod';
import { speak } from '../engine/speak.ts';
import { failAttempt, leadPrompt, secondsFor } from '../engine/waiting.ts';
import type { Lead } from '../engine/waiting.ts';
import { withArticle } from '../language/article.ts';
import type { Move, Run } from '../language/flow.ts';
import { defineKind, promptName, stepName, waitingFields } from './kind.ts';
import { waitingPart, waitingPrompts } from './parts.ts';

/** People in distress pause for longer than a dictating machine allows. */
const SILENCE_SECONDS = 8;

/** Takes down the caller's own words: `words: { record: words, max_seconds: 180, next: promise }`. */
export const record = defineKind({
  keyword: 'record',
  schema: z.strictObject({
    record: z.string().describe('Which answer it is kept as: a recording'),
    prompt: promptName.optional().describe("The prompt; the answer's name if not given"),
    max_seconds: z.int().min(2).max(600).optional().describe('180 if not given'),
    next: stepName.describe('The step that follows'),
    ...waitingFields,
  }),
  link(source, linker) {
    const answer = linker.answer(source.record, linker.path('record'));
    if (answer !== null && answer.entry.by !== 'recording') {
      const message = `"${answer.name}" is ${withArticle(answer.type)}, not a recording: use "ask".`;
      linker.problem(linker.path('record'), 'wrong-type', message);
    }
    const prompt = source.prompt ?? source.record;
    const { waiting, exit } = linker.waiting(source, { prompt, timeout: SILENCE_SECONDS });
    const ask = (run: Run, lead: Lead): Move => ({
      kind: 'wait',
      instruction: {
        kind: 'record',
        speech: speak(run, [...(lead === null ? [] : [leadPrompt(prompt, lead)]), { prompt }]),
        maxSeconds: source.max_seconds ?? 180,
        silenceSeconds: secondsFor(run, waiting.timeoutSeconds),
        finishOnKey: '#',
      },
    });
    return {
      name: linker.step,
      kind: 'record',
      within: linker.within,
      ends: false,
      parts: new Map([
        [
          '',
          waitingPart(
            { waiting, exit },
            {
              speaks: waitingPrompts(prompt, linker.path(source.prompt === undefined ? 'record' : 'prompt')),
              ways: [
                {
                  by: { kind: 'recording' },
                  to: source.next,
                  sets: { [source.record]: null },
                  path: linker.path('next'),
                },
              ],
            },
          ),
        ],
      ]),
      calls: null,
      enter: (run) => ask(run, null),
      take(run, input) {
        if (input.kind === 'recording' && input.seconds > 0) {
          const { recording, seconds } = input;
          run.session.answers[source.record] = { recording, seconds };
          run.events.push({ kind: 'answered', step: waiting.step, name: source.record });
          return { kind: 'go', to: source.next };
        }
        const lead = input.kind === 'digits' || input.kind === 'wrong' ? 'wrong' : 'silence';
        return failAttempt(run, waiting, lead, (again) => ask(run, again));
      },
    };
  },
});
