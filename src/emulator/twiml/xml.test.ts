import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, textOf, XmlError, type XmlElement } from './xml.ts';

describe('readXml', () => {
  it('reads declaration, comments, CDATA, entities and both kinds of quotes', () => {
    const root = readXml(`<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment -->
      <Response a='1' b="x &amp; &#x41;&#66;"><Say>Tom &lt;&amp;&gt; <![CDATA[<b> & ]]>end</Say><!-- c --></Response> `);
    expect(root.attributes).toEqual({ a: '1', b: 'x & AB' });
    expect(textOf(root)).toBe('Tom <&> <b> & end');
  });

  it.each([
    ['a bare ampersand', '<R>a & b</R>'],
    ['an unknown entity', '<R>&nbsp;</R>'],
    ['an illegal character', '<R>\u0007</R>'],
    ['a reference to an illegal character', '<R>&#7;</R>'],
    ['a lone surrogate', '<R>\ud800</R>'],
    ['a missing end', '<R><Say>hi</R>'],
    ['an end without a beginning', '<R></R></R>'],
    ['two roots', '<R/><R/>'],
    ['text after the root', '<R/>x'],
    ['text before the root', 'x<R/>'],
    ['an unquoted attribute', '<R a=1/>'],
    ['an attribute without a value', '<R a/>'],
    ['an attribute twice', '<R a="1" a="2"/>'],
    ['attributes run together', '<R a="1"b="2"/>'],
    ['a tag in an attribute', '<R a="<"/>'],
    ['a document type', '<!DOCTYPE r [<!ENTITY x "y">]><R>&x;</R>'],
    ['a declaration that does not come first', ' <?xml version="1.0"?><R/>'],
    ['a double hyphen in a comment', '<R><!-- a -- b --></R>'],
    ['the end of CDATA in text', '<R>]]></R>'],
    ['nothing', ''],
    ['an open end', '<R'],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrow(XmlError);
  });

  it('refuses elements nested without measure, without running out of stack', () => {
    expect(() => readXml('<a>'.repeat(100_000))).toThrow(XmlError);
  });

  it('reads back whatever was written, and throws nothing but XmlError on any text', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
    const text = fc.stringMatching(/^[ -~é✓]{1,20}$/);
    const escaped = (value: string): string =>
      value
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
    const tree = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.record({
        name,
        attributes: fc.dictionary(name, text, { maxKeys: 3 }),
        children: fc.oneof(
          fc.constant([]),
          text.map((one) => [one]),
          fc.array(tie('element'), { maxLength: 3 }),
        ),
      }),
    })).element;
    const write = (element: XmlElement): string => {
      const attributes = Object.entries(element.attributes).map(
        ([key, value]) => ` ${key}="${escaped(value)}"`,
      );
      const inner = element.children.map((child) =>
        typeof child === 'string' ? escaped(child) : write(child),
      );
      return `<${element.name}${attributes.join('')}>${inner.join('')}</${element.name}>`;
    };
    fc.assert(
      fc.property(tree, (element) => {
        expect(JSON.stringify(readXml(write(element)))).toBe(JSON.stringify(element));
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', '/', 'a', '="', '"', '&', ';', '<!--', '-->', ' ', ']]>')),
        (parts) => {
          try {
            readXml(parts.join(''));
          } catch (error) {
            expect(error).toBeInstanceOf(XmlError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
