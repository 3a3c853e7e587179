import { isRecord } from '../engine/values.ts';
import { answerTypes } from './answers/answer-types.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import { withArticle } from './article.ts';
import { fieldsOf } from './fields.ts';
import type { Reporter } from './reporter.ts';
import type { FlowFile } from './schema.ts';

/** Compiles what a flow collects. */
export function linkAnswers(file: FlowFile, reporter: Reporter): Map<string, LinkedAnswer> {
  const answers = new Map<string, LinkedAnswer>();
  for (const [name, declaration] of Object.entries(file.collects ?? {})) {
    const path = ['collects', name];
    const type = answerTypes.find(({ keyword }) => isRecord(declaration) && keyword in declaration);
    if (type === undefined) {
      const words = answerTypes.map(({ keyword }) => keyword).join(', ');
      reporter.report(path, 'unknown-answer-type', `"${name}" needs a type: one of ${words}.`);
      continue;
    }
    const linked = type.link(name, declaration);
    if (linked.ok) answers.set(name, linked.answer);
    else
      reporter.refuse(
        path,
        { thing: `${withArticle(type.keyword)} answer`, fields: fieldsOf(type.schema) },
        linked.error,
      );
  }
  return answers;
}
