/** What XML 1.0 does not allow in a document, escaped or not: control characters, lone surrogates, U+FFFE, U+FFFF. */
// oxlint-disable-next-line no-control-regex -- control characters are the subject
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu;

/** Removes what no XML document may hold. */
export function legalText(text: string): string {
  return text.replace(illegal, '');
}

/** Escapes the text of an element. */
export function escapeText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** An attribute with its leading space. Line ends and tabs are escaped, or a parser would make them spaces. */
export function attribute(name: string, value: string | number | boolean): string {
  return ` ${name}="${typeof value === 'string' ? escapeAttribute(legalText(value)) : value}"`;
}

function escapeAttribute(value: string): string {
  if (!/[&<"\t\n\r]/.test(value)) return value;
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}
