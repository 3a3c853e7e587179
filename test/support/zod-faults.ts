import { z } from 'zod';

/** Known traps of zod 4 behind Fastify, found by walking a schema. Answers one sentence a fault. */
export function zodFaults(schema: unknown, place: 'request' | 'response', path = ''): string[] {
  const at = path === '' ? 'the schema' : path;
  const inner = (child: unknown, name: string) =>
    zodFaults(child, place, path === '' ? name : `${path}.${name}`);

  if (schema instanceof z.ZodObject) {
    const isLoose = schema.def.catchall instanceof z.ZodUnknown;
    const faults = place === 'response' && isLoose ? [`${at} lets every key through`] : [];
    return [...faults, ...Object.entries(schema.shape).flatMap(([name, child]) => inner(child, name))];
  }
  if (schema instanceof z.ZodOptional) {
    if (schema.unwrap() instanceof z.ZodDefault) return [`${at} has a default that optional hides`];
    return inner(schema.unwrap(), '?');
  }
  if (schema instanceof z.ZodNullable) return inner(schema.unwrap(), 'null');
  if (schema instanceof z.ZodArray) return inner(schema.element, '[]');
  if (schema instanceof z.ZodRecord) return inner(schema.valueType, '{}');
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option, i) => inner(option, `|${i}`));
  if (schema instanceof z.ZodPipe && place === 'response') return [`${at} transforms one way`];
  if (
    schema instanceof z.ZodString &&
    place === 'request' &&
    schema.maxLength === null &&
    schema.format === null
  ) {
    return [`${at} is a string without an end`];
  }
  return [];
}
