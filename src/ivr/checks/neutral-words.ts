import { problemInPrompts } from './check.ts';
import type { WrittenCheck } from './check.ts';

/**
 * Words that say what somebody is guilty of or where they come from, and words that threaten: a caller hears none of
 * them, whatever the flow. By language; `*` ends a stem. The word that stands behind says it without taking a side.
 */
const unkind: Readonly<Record<string, readonly (readonly [word: string, instead: string])[]>> = {
  en: [
    ['suspect*', 'the person'],
    ['offender*', 'the person'],
    ['perpetrator*', 'the person'],
    ['criminal*', 'someone in custody'],
    ['culprit*', 'the person'],
    ['felon*', 'the person'],
    ['thug*', 'the person'],
    ['illegal*', 'no word for it'],
    ['alien', 'the person'],
    ['aliens', 'people'],
    ['undocumented', 'no word for it'],
    ['deport*', 'no word for it'],
    ['you must', 'please'],
    ['you are required', 'please'],
    ['failure to', 'if you do not'],
    ['penalty of perjury', 'nothing: we do not threaten'],
    ['false report*', 'nothing: we do not threaten'],
    ['prosecuted', 'nothing: we do not threaten'],
  ],
  es: [
    ['sospechos*', 'la persona'],
    ['delincuente*', 'la persona'],
    ['criminal*', 'la persona detenida'],
    ['agresor*', 'la persona'],
    ['infractor*', 'la persona'],
    ['ilegal*', 'ninguna palabra'],
    ['indocumentad*', 'ninguna palabra'],
    ['extranjero*', 'la persona'],
    ['deport*', 'ninguna palabra'],
    ['debe usted', 'por favor'],
    ['usted debe', 'por favor'],
    ['está obligad*', 'por favor'],
    ['so pena', 'nada: no amenazamos'],
    ['denuncia falsa', 'nada: no amenazamos'],
  ],
};

/** Every prompt is neutral and kind: nobody is called guilty, nobody is threatened. */
export const neutralWords: WrittenCheck = (flow) =>
  [...flow.prompts.values()].flatMap(({ language, texts, choices }) => {
    const prompts = [...texts].map(([name, { pieces }]) => ({
      name,
      path: ['prompts', name],
      words: pieces.map((piece) => (piece.kind === 'words' ? piece.words : ' ')).join(''),
    }));
    const values = [...choices].flatMap(([table, words]) =>
      [...words].map(([value, said]) => ({ name: value, path: ['choices', table, value], words: said })),
    );
    const listed = unkind[language.split('-')[0] ?? ''] ?? [];
    return [...prompts, ...values].flatMap(({ name, path, words }) =>
      listed
        .filter(([word]) => patternOf(word).test(words))
        .map(([word, instead]) => {
          const message = `"${name}" says "${word.replace('*', '')}": say ${instead}.`;
          return problemInPrompts(flow, language, path, 'unkind-word', message);
        }),
    );
  });

const patternOf = (word: string): RegExp =>
  new RegExp(`(?<!\\p{L})${word.replace('*', '\\p{L}*').replaceAll(' ', '\\s+')}(?!\\p{L})`, 'iu');
