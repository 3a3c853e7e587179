/** Which office works a matter: by the ZIP code that the caller names, never by where a phone number is from. */

/** A row of the directory: ZIP codes that begin with this belong to this office. */
export interface Area {
  /** Three to five digits. */
  readonly zipPrefix: string;
  readonly officeId: string;
}

export interface Routing {
  readonly officeId: string;
  /**
   * `area`: one office covers the place. `straddles`: several share it. `unplaced`: none is known for it.
   * `skipped`: the caller named none. All but the first go to the national desk; nobody is refused for a gap.
   */
  readonly reason: 'area' | 'straddles' | 'unplaced' | 'skipped';
}

/** The prefixes of a ZIP code under which the directory may know it; none for what is not a ZIP code. */
export function zipPrefixes(zip: string): string[] {
  return /^[0-9]{5}$/.test(zip) ? [zip, zip.slice(0, 4), zip.slice(0, 3)] : [];
}

/**
 * Routes by the longest prefix that the directory knows. An area of the national desk itself is a place that is
 * known to have no office, such as American Samoa.
 *
 * @param areas rows for any of `zipPrefixes(zip)`; others are ignored
 */
export function routeZip(zip: string | null, areas: readonly Area[], nationalDeskId: string): Routing {
  if (zip === null) return { officeId: nationalDeskId, reason: 'skipped' };
  const longest = zipPrefixes(zip).find((prefix) => areas.some(({ zipPrefix }) => zipPrefix === prefix));
  const [office, ...others] = areas.filter(({ zipPrefix }) => zipPrefix === longest);
  if (office === undefined || office.officeId === nationalDeskId)
    return { officeId: nationalDeskId, reason: 'unplaced' };
  if (others.length > 0) return { officeId: nationalDeskId, reason: 'straddles' };
  return { officeId: office.officeId, reason: 'area' };
}

/**
 * Who works an office's callbacks while its own officers are away: the office that covers it, the one that covers
 * that, and the national desk.
 */
export function coversOf(
  offices: readonly {
    readonly id: string;
    readonly isNationalDesk: boolean;
    readonly coveringOfficeId: string | null;
  }[],
  officeId: string,
): string[] {
  const coverOf = (id: string | undefined) =>
    offices.find((office) => office.id === id)?.coveringOfficeId ?? undefined;
  const nearest = coverOf(officeId);
  const desk = offices.find(({ isNationalDesk }) => isNationalDesk)?.id;
  const chain = new Set([nearest, coverOf(nearest)]);
  // The desk comes last, even where it covers the office.
  if (desk !== undefined) chain.delete(desk);
  return [...chain, desk].filter((id) => id !== undefined).filter((id) => id !== officeId);
}
