import type { CompiledQuery, RawBuilder } from 'kysely';
import type { Queryable } from './database.ts';

/**
 * A statement on the path of every call, whose text never changes: it is built and compiled at its first use, and
 * from then on only its values are sent. Building the text anew costs more than sending it.
 *
 * @param template makes the statement of placeholders, by the values' names: it may place them, not look at them
 * @returns runs the statement; its rows
 *
 * @example
 * const readLine = preparedStatement<{ number: string }, { id: string }>(
 *   (values) => sql`/* prepared: offices.line *\/ select id from lines where phone_number = ${values.number}`,
 * );
 * const [line] = await readLine(db, { number: '+18005550199' });
 */
export function preparedStatement<Values extends object, Row>(
  template: (values: Values) => RawBuilder<Row>,
): (db: Queryable, values: Values) => Promise<Row[]> {
  let prepared: { readonly query: CompiledQuery<Row>; readonly names: readonly (keyof Values)[] } | undefined;
  return async (db, values) => {
    prepared ??= prepare(db, template);
    const parameters = prepared.names.map((name) => values[name]);
    const { rows } = await db.executeQuery<Row>({ ...prepared.query, parameters });
    return rows;
  };
}

/** Stands in the text for the value of that name. */
interface Placeholder<Values> {
  readonly placeFor: keyof Values;
}

function prepare<Values extends object, Row>(db: Queryable, template: (values: Values) => RawBuilder<Row>) {
  const placeholders = new Proxy({} as Values, {
    get: (_, name): Placeholder<Values> => ({ placeFor: name as keyof Values }),
  });
  const query = template(placeholders).compile(db);
  return { query, names: query.parameters.map((value) => (value as Placeholder<Values>).placeFor) };
}
