import { z } from 'zod';

type Place = 'request' | 'response';

/** Traps of zod 4 behind Fastify: which kinds of schema at which place, and what is wrong with them there. */
const traps: readonly {
  readonly in: readonly Place[];
  readonly fault: string;
  holds(schema: unknown): boolean;
}[] = [
  { in: ['request'], fault: 'is a string without an end', holds: isEndlessString },
  {
    in: ['response'],
    fault: 'lets every key through',
    holds: (schema) => schema instanceof z.ZodObject && schema.def.catchall instanceof z.ZodUnknown,
  },
  {
    in: ['response'],
    fault: 'lets anything through',
    holds: (schema) => schema instanceof z.ZodAny || schema instanceof z.ZodUnknown,
  },
  // Answers are encoded, which is the way back: a transform has none.
  { in: ['response'], fault: 'transforms one way', holds: (schema) => schema instanceof z.ZodTransform },
  {
    in: ['request', 'response'],
    fault: 'is optional and has a default, which wins',
    holds: (schema) => schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodDefault,
  },
  {
    in: ['request', 'response'],
    fault: 'is a record that demands every one of its keys',
    holds: (schema) => schema instanceof z.ZodRecord && !schema.safeParse({}).success,
  },
];

/** The known traps in a schema and in all that it is made of. Answers one sentence a fault. */
export function zodFaults(schema: unknown, place: Place, path = 'schema'): string[] {
  const own = traps.filter((trap) => trap.in.includes(place) && trap.holds(schema));
  const within = partsOf(schema).flatMap(([name, part]) => zodFaults(part, place, `${path}.${name}`));
  return [...own.map(({ fault }) => `${path} ${fault}`), ...within];
}

function isEndlessString(schema: unknown): boolean {
  if (!(schema instanceof z.ZodString || schema instanceof z.ZodStringFormat)) return false;
  return schema.maxLength === null && !['uuid', 'datetime', 'date'].includes(schema.format ?? '');
}

/** The schemas that a schema is made of, by name: whatever kind it is, they stand in its definition. */
function partsOf(schema: unknown): (readonly [string, z.core.$ZodType])[] {
  if (!(schema instanceof z.core.$ZodType)) return [];
  const parts = Object.entries(schema._zod.def);
  return schemasIn(parts.filter(([name]) => name !== 'checks' && name !== 'catchall'));
}

function schemasIn(entries: readonly (readonly [string, unknown])[]): (readonly [string, z.core.$ZodType])[] {
  return entries.flatMap(([name, value]) => {
    if (value instanceof z.core.$ZodType) return [[name, value] as const];
    return typeof value === 'object' && value !== null ? schemasIn(Object.entries(value)) : [];
  });
}
