import { z } from 'zod';
import { promptName, stepName, telephoneKey } from '../../../src/ivr/nodes/kind.ts';

const plain = z.union([z.string(), z.number(), z.boolean()]);

/** The part of JSON Schema that our schemas come to. */
const jsonSchema = z.looseObject({
  description: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: plain.optional(),
  enum: z.array(plain).optional(),
  default: z.union([plain, z.looseObject({})]).optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), jsonSchema]).optional();
  },
  get propertyNames() {
    return jsonSchema.optional();
  },
  get items() {
    return jsonSchema.optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
});

type JsonSchema = z.output<typeof jsonSchema>;

/** One field, for a reader. */
export interface Field {
  /** `then.talked` for a field inside of another. */
  readonly name: string;
  readonly required: boolean;
  readonly says: string;
  readonly value: string;
}

/** Every field of an object's schema, with those inside of its objects, in the order of the schema. */
export function fieldsIn(schema: z.ZodType): Field[] {
  const json = jsonSchema.parse(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
  return fieldsOf(json, '');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = {
      name: `${prefix}${name}`,
      required: required.includes(name),
      says: property.description ?? '',
      value: valueWords(property),
    };
    const inner = inside(property, `${prefix}${name}`);
    return inner === null ? [field] : [field, ...fieldsOf(inner.schema, `${inner.at}.`)];
  });
}

/** The object with fields that a schema has inside of it, and how its place is written. */
function inside(schema: JsonSchema, at: string): { readonly schema: JsonSchema; readonly at: string } | null {
  if (schema.properties !== undefined) return { schema, at };
  if (schema.items !== undefined) return inside(schema.items, `${at}[]`);
  if (typeof schema.additionalProperties === 'object') return inside(schema.additionalProperties, `${at}.…`);
  const either = (schema.anyOf ?? []).map((one) => inside(one, at));
  return either.find((found) => found !== null) ?? null;
}

/** Texts of a certain form, and what they are to a reader. */
const named = new Map([
  [patternOf(stepName), 'a name'],
  [patternOf(promptName), 'a name'],
  [patternOf(telephoneKey), 'a key'],
]);

function patternOf(schema: z.ZodType): string {
  return jsonSchema.parse(z.toJSONSchema(schema)).pattern ?? '';
}

function valueWords(schema: JsonSchema): string {
  const { type, enum: values, anyOf, pattern, default: standard } = schema;
  if (standard !== undefined) {
    const words = valueWords({ ...schema, default: undefined });
    return typeof standard === 'object' ? words : `${words}; \`${String(standard)}\` if not given`;
  }
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(' or ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(valueWords))].join(' or ');
  if (Array.isArray(type)) return type.map((one) => valueWords({ ...schema, type: one })).join(' or ');
  switch (type) {
    case 'string':
      return named.get(pattern ?? '') ?? 'a text';
    case 'integer':
    case 'number':
      return `a ${type === 'integer' ? 'whole ' : ''}number${rangeWords(schema)}`;
    case 'null':
      return '`null`';
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `a list of: ${valueWords(schema.items ?? {})}${countWords(schema)}`;
    case 'object':
      return objectWords(schema);
    case undefined:
    default:
      return 'see below';
  }
}

function objectWords({ additionalProperties, propertyNames, properties }: JsonSchema): string {
  if (properties !== undefined)
    return Object.keys(properties)
      .map((name) => `\`${name}\``)
      .join(', ');
  const key = propertyNames === undefined ? 'a text' : valueWords(propertyNames);
  const value = typeof additionalProperties === 'object' ? valueWords(additionalProperties) : 'see below';
  return key === 'a text' ? `name: ${value}` : `${key}: ${value}`;
}

function rangeWords({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined || maximum === undefined) return '';
  return `, ${minimum} to ${maximum}`;
}

function countWords({ minItems, maxItems }: JsonSchema): string {
  if (maxItems !== undefined) return `, at most ${maxItems}`;
  return minItems === undefined ? '' : `, at least ${minItems}`;
}

/** A table of fields in Markdown. */
export function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, required, says, value }) =>
      `| \`${name}\` | ${says} | ${value.replaceAll('|', '\\|')} | ${required ? 'yes' : ''} |`,
  );
  return ['| field | means | value | needed |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
