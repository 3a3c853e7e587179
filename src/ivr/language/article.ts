/** `a menu`, `an ask`: a word of the flow language with its article. */
export const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
