import type { Speech } from '../../kernel/instructions.ts';
import type { PromptUse, Run } from '../language/flow.ts';
import { speakPrompt } from '../language/prompts.ts';
import type { SpokenPrompt } from '../language/prompts.ts';

/** The part of a prompt's use that is needed to speak it. */
export type Spoken = Pick<PromptUse, 'prompt' | 'otherwise'>;

/** `all`: in every language of the flow, one after the other; for words before the caller has chosen one. */
export type SpokenIn = 'all' | 'chosen';

/** Last words where a limit ends the call and the flow has no `default.limit` of its own. */
const builtInLimitWords: ReadonlyMap<string, string> = new Map([
  ['en', 'I am sorry. Something is not working on our side. Please hang up and call us again.'],
  ['es', 'Lo siento. Algo no funciona de nuestra parte. Por favor, cuelgue y llámenos de nuevo.'],
]);

/** The speech of some prompts, kept together language by language. */
export function speak(run: Run, prompts: readonly Spoken[], spokenIn: SpokenIn = 'chosen'): Speech[] {
  const languages = spokenIn === 'all' ? run.flow.languages : [run.session.language];
  const speech: Speech[] = [];
  for (const language of languages) {
    for (const { prompt, otherwise } of prompts) {
      const spoken = wordsOf(run, language, prompt) ?? (otherwise && wordsOf(run, language, otherwise));
      if (!spoken || spoken.text === '') continue;
      const voice = run.flow.voices.get(language);
      speech.push({ ...spoken, language, ...(voice !== undefined && { voice }) });
    }
  }
  return speech;
}

/** Says something and goes on, unless nobody is there to hear it. */
export function say(run: Run, speech: readonly Speech[]): void {
  if (speech.length > 0 && !run.session.hungUp) run.instructions.push({ kind: 'say', speech });
}

/** The apology with which a limit ends the call. */
export function limitWords(run: Run): Speech[] {
  const written = speak(run, [{ prompt: 'default.limit' }]);
  if (written.length > 0) return written;
  const { language } = run.session;
  const text = builtInLimitWords.get(language.split('-')[0] ?? '');
  if (text !== undefined) return [{ text, language }];
  return [{ text: builtInLimitWords.get('en') ?? '', language: 'en-US' }];
}

function wordsOf(run: Run, language: string, name: string): SpokenPrompt | undefined {
  const book = run.flow.prompts.get(language);
  const prompt = book?.texts.get(name);
  return book && prompt && speakPrompt(prompt, run.session, book.speaker);
}
