import { withArticle } from '../language/article.ts';
import type { AnswerEntry, LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedStep, Part } from '../language/flow.ts';
import { createEntry } from './entry-run.ts';
import type { Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';
import { accept, promptPath, readBackPart, refuseFields, shapeOf, waitingOf } from './question.ts';
import type { AskSource } from './question.ts';

const TIMEOUT_SECONDS = 8;

type DigitsEntry = AnswerEntry & { by: 'digits' };

/** Compiles the question for an answer of several keys: digits, phone, zip, date, amount, identifier. */
export function linkEntry(
  source: AskSource,
  answer: LinkedAnswer,
  entry: DigitsEntry,
  linker: Linker,
): LinkedStep {
  refuseFields(source, linker, ['keys'], answer, `is ${withArticle(answer.type)}`);
  if (source.offer !== undefined && answer.type !== 'phone') {
    const message = `"offer" is for a phone number, and "${answer.name}" is ${withArticle(answer.type)}.`;
    linker.problem(linker.path('offer'), 'wrong-type', message);
  }
  if (source.speech !== undefined && answer.sensitive) {
    const message = `"${answer.name}" is sensitive: it is entered on the keypad only.`;
    linker.problem(linker.path('speech'), 'sensitive-speech', message);
  }
  const linked = waitingOf(source, linker, TIMEOUT_SECONDS);
  const { name } = answer;
  const accepted = { to: source.next, path: linker.path('next') };
  const offer = source.offer !== undefined;
  const confirm = source.confirm !== undefined;
  const entered = confirm
    ? { to: linker.step, part: 'confirm', path: null }
    : { ...accepted, sets: { [name]: null } };
  const parts = new Map<string, Part>();
  if (offer) {
    parts.set(
      'offer',
      waitingPart(linked, {
        speaks: waitingPrompts(`${linked.waiting.prompt}.offer`, linker.path('offer'), linker.anywhere),
        supposes: name,
        ways: [
          { by: { kind: 'key', key: '1' }, ...accepted, sets: { [name]: null } },
          { by: { kind: 'key', key: '2' }, to: linker.step, part: '', path: null },
          ...anywhereWays(linker.anywhere),
        ],
      }),
    );
  }
  parts.set(
    '',
    waitingPart(linked, {
      speaks: waitingPrompts(linked.waiting.prompt, promptPath(source, linker)),
      ways: [
        { by: { kind: 'entry', keys: entry.fewest }, ...entered },
        ...(source.skip === undefined
          ? []
          : [{ by: { kind: 'silence' } as const, to: source.skip, path: linker.path('skip') }]),
      ],
    }),
  );
  if (confirm) parts.set('confirm', readBackPart(source, linker, linked, { name, value: null }));
  return {
    ...shapeOf(linker),
    parts,
    ...createEntry({
      waiting: linked.waiting,
      answer: name,
      numDigits: entry.numDigits,
      read: entry.read,
      offer,
      confirm,
      listens: source.speech === true,
      skip: source.skip ?? null,
      accept: (run, value) => accept(run, source, value),
    }),
  };
}
