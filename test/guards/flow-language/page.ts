/** A part of a page that is generated: everything between its two marks. */
const region = /(<!-- generated: ([a-z:_-]+) -->\n)[\s\S]*?(<!-- end of generated -->)/g;

/**
 * Writes the generated parts of a page anew and leaves what people wrote as it is.
 * @throws where the page has a part that nothing generates, or lacks one that is generated
 */
export function fillPage(page: string, parts: ReadonlyMap<string, string>): string {
  const filled = new Set<string>();
  const text = page.replace(region, (_, begin: string, name: string, end: string) => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`nothing generates the part "${name}" of the page`);
    filled.add(name);
    return `${begin}\n${part.trim()}\n\n${end}`;
  });
  const left = [...parts.keys()].filter((name) => !filled.has(name));
  if (left.length > 0) throw new Error(`the page has no place for ${left.join(', ')}`);
  return text;
}

/** A fenced block of code. */
export const fenced = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``;

/** What a reader opens to see it. A title is HTML: what stands in backticks becomes code there. */
export const folded = (title: string, text: string): string => {
  const summary = title.replace(/`([^`]+)`/g, '<code>$1</code>');
  return `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;
};
