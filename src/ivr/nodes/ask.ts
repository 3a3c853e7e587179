import { defineKind } from './kind.ts';
import { linkEntry } from './entry.ts';
import { linkKeyQuestion } from './key-question.ts';
import { askSchema } from './question.ts';
import { linkSpokenQuestion } from './spoken-question.ts';

/**
 * Asks for one answer. A choice or yes_no takes one key, `role: { ask: role, keys: { "1": victim }, next: zip }`;
 * digits, phone, zip, date, amount and identifier take an entry,
 * `number: { ask: number, offer: caller, confirm: true, next: words }`; speech takes words.
 */
export const ask = defineKind({
  keyword: 'ask',
  schema: askSchema,
  link(source, linker) {
    const answer = linker.answer(source.ask, linker.path('ask'));
    if (answer === null) return null;
    switch (answer.entry.by) {
      case 'recording':
        linker.problem(linker.path('ask'), 'wrong-type', `"${answer.name}" is a recording: use "record".`);
        return null;
      case 'key':
        return linkKeyQuestion(source, answer, answer.entry, linker);
      case 'digits':
        return linkEntry(source, answer, answer.entry, linker);
      case 'speech':
        return linkSpokenQuestion(source, answer, linker);
    }
  },
});
