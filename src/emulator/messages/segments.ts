const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

/** Septets of a text in the GSM 7-bit alphabet (3GPP TS 23.038), `undefined` if it holds other characters. */
function septetsOf(text: string): number | undefined {
  let septets = 0;
  for (const character of text) {
    if (basic.includes(character)) septets += 1;
    else if (extended.includes(character)) septets += 2;
    else return undefined;
  }
  return septets;
}

/** Segments that a text takes: 160 septets or 70 UTF-16 units alone, 153 or 67 as parts of a longer one. */
export function segmentsOf(text: string): number {
  const septets = septetsOf(text);
  const [size, single, part] = septets === undefined ? [text.length, 70, 67] : [septets, 160, 153];
  return size <= single ? 1 : Math.ceil(size / part);
}
