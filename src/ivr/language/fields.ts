import { z } from 'zod';

/** The names of an object schema's fields; none for other schemas. */
export function fieldsOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
