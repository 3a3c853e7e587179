import { anyText, httpMethod, methodOf, schemaWarning } from '../verbs/attributes.ts';
import { NotSimulatedError, type CheckedElement, type Grammar } from '../verbs/verb.ts';
import { checkElement } from '../twiml/check.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';

/** One thing that a messaging document asks for. */
export type ReplyStep =
  | {
      readonly step: 'send';
      readonly body: string;
      readonly to?: string;
      readonly from?: string;
      /** As written; may be relative. */
      readonly statusCallback?: string;
    }
  | { readonly step: 'redirect'; readonly url: string; readonly method: 'GET' | 'POST' };

const grammars: ReadonlyMap<string, Grammar> = new Map(
  [
    {
      name: 'Message',
      text: true,
      nests: ['Body', 'Media'],
      attributes: {
        to: anyText(),
        from: anyText(),
        action: anyText(),
        method: httpMethod(),
        statusCallback: anyText(),
      },
    },
    { name: 'Body', text: true, nests: [], attributes: {} },
    { name: 'Media', text: true, nests: [], attributes: {} },
    { name: 'Redirect', text: true, nests: [], attributes: { method: httpMethod() } },
  ].map((grammar) => [grammar.name, grammar]),
);

function sending({ attributes, text, elements }: CheckedElement): ReplyStep {
  if (attributes['action'] !== undefined) throw new NotSimulatedError('<Message action>');
  if (elements.some(({ name }) => name === 'Media')) throw new NotSimulatedError('<Media>');
  const body = elements.find(({ name }) => name === 'Body')?.text ?? text;
  const { to, from, statusCallback } = attributes;
  return {
    step: 'send',
    body: body.trim(),
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
    ...(statusCallback !== undefined && { statusCallback }),
  };
}

/** Reads a messaging document: texts to send, and where to go on. What does not belong is warned of. */
export function* readReplies(
  document: TwimlDocument,
  warn: (code: number, message: string) => void,
): Generator<ReplyStep> {
  if (document.strayText) warn(schemaWarning, 'Response: text is not allowed');
  for (const element of document.elements) {
    const grammar = grammars.get(element.name);
    if (grammar === undefined || element.name === 'Body' || element.name === 'Media') {
      warn(schemaWarning, `Response: element <${element.name}> is not allowed`);
      continue;
    }
    const checked = checkElement(element, grammar, grammars, warn);
    if (element.name === 'Message') yield sending(checked);
    else {
      yield { step: 'redirect', url: checked.text.trim(), method: methodOf(checked.attributes['method']) };
      return;
    }
  }
}
