import { numberField, textField, type Fields } from './fields.ts';

interface PageRequest<T> {
  /** Path of the list, without a query. */
  readonly path: string;
  readonly query: Fields;
  /** Key of the list in the body, such as `calls`. */
  readonly key: string;
  readonly items: readonly T[];
  readonly sidOf: (item: T) => string;
  readonly show: (item: T) => object;
}

/**
 * One page of a list, newest first. The token names the last item of the page before, so that items that
 * arrive meanwhile shift nothing. All URIs are relative to the host, as Twilio's are.
 */
export function pageOf<T>({ path, query, key, items, sidOf, show }: PageRequest<T>): object {
  const size = numberField(query, 'PageSize', 1, 1000) ?? 50;
  const page = numberField(query, 'Page', 0, 1_000_000) ?? 0;
  const token = textField(query, 'PageToken');
  const after = token === undefined ? -1 : items.findIndex((item) => `PA${sidOf(item)}` === token);
  const from = token === undefined ? page * size : after + 1;
  const shown = items.slice(from, from + size);
  const last = shown.at(-1);
  const before = from > 0 ? items[Math.max(0, from - size) - 1] : undefined;
  const filters = Object.entries(query).filter(([name]) => !['PageSize', 'Page', 'PageToken'].includes(name));
  const uri = (number: number, lastSeen?: T): string => {
    const parameters = new URLSearchParams(
      filters.map(([name, value]): [string, string] => [name, String(value)]),
    );
    parameters.set('PageSize', String(size));
    parameters.set('Page', String(number));
    if (lastSeen !== undefined) parameters.set('PageToken', `PA${sidOf(lastSeen)}`);
    return `${path}?${parameters.toString()}`;
  };
  return {
    [key]: shown.map(show),
    page,
    page_size: size,
    start: from,
    end: from + Math.max(0, shown.length - 1),
    uri: uri(page),
    first_page_uri: uri(0),
    next_page_uri: from + size < items.length && last !== undefined ? uri(page + 1, last) : null,
    previous_page_uri: page > 0 ? uri(page - 1, before) : null,
  };
}
