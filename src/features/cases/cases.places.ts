import type { Place } from '../../platform/vault/vault.port.ts';

/** Where the sealed values of cases stand: part of what each is sealed for. */
export const pinPlace = (id: string): Place => ({ table: 'cases', column: 'pin_sealed', id });
export const detailsPlace = (id: string): Place => ({ table: 'cases', column: 'details_sealed', id });
