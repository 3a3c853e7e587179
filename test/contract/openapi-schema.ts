import { readFileSync } from 'node:fs';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const { components, paths } = JSON.parse(
  readFileSync(new URL('twilio_api_v2010.subset.json', import.meta.url), 'utf8'),
) as {
  components: { schemas: Record<string, Schema> };
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: Schema }> }> }>
  >;
};

const rfc2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (components.schemas[name] ?? {});
}

function typeMatches(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === type;
}

/** What is wrong with a value, as paths and words; every key of a schema must be there, and no other. */
function complaints(value: unknown, given: Schema, at: string): string[] {
  const schema = resolved(given);
  if (value === null) return schema.nullable === true ? [] : [`${at} is null`];
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? [] : [`${at} is not one of the enum: ${JSON.stringify(value)}`];
  if (schema.type !== undefined && !typeMatches(value, schema.type)) return [`${at} is not ${schema.type}`];
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
      return [`${at} breaks its pattern`];
    return schema.format === 'date-time-rfc-2822' && !rfc2822.test(value)
      ? [`${at} is no RFC 2822 date`]
      : [];
  }
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return value.flatMap((one: unknown, index) => complaints(one, items, `${at}[${index}]`));
  }
  const { properties } = schema;
  if (typeof value !== 'object' || properties === undefined) return [];
  const fields = value as Record<string, unknown>;
  const missing = Object.keys(properties).filter((key) => !(key in fields));
  const unknown = Object.keys(fields).filter((key) => !(key in properties));
  return [
    ...missing.map((key) => `${at}.${key} is missing`),
    ...unknown.map((key) => `${at}.${key} is unknown`),
    ...Object.entries(fields).flatMap(([key, one]) => complaints(one, properties[key] ?? {}, `${at}.${key}`)),
  ];
}

/**
 * Holds a JSON answer against Twilio's OpenAPI description. `path` is written as there, from `/Accounts/` on.
 * Answers what is wrong; an empty list is a valid body.
 */
export function bodyComplaints(
  method: 'get' | 'post',
  path: string,
  status: number,
  body: unknown,
): string[] {
  const answer = paths[`/2010-04-01${path}`]?.[method]?.responses[String(status)];
  const schema = answer?.content?.['application/json']?.schema;
  return schema === undefined
    ? [`no such answer: ${method} ${path} ${status}`]
    : complaints(body, schema, 'body');
}
