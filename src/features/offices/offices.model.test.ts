import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeZip, zipPrefixes, type Area } from './offices.model.ts';

const areas: readonly Area[] = [
  { zipPrefix: '969', officeId: 'SFR' },
  { zipPrefix: '96799', officeId: 'NAT' },
  { zipPrefix: '739', officeId: 'DAL' },
  { zipPrefix: '7396', officeId: 'ELP' },
  { zipPrefix: '124', officeId: 'NYC' },
  { zipPrefix: '124', officeId: 'BUF' },
];
const route = (zip: string | null) => routeZip(zip, areas, 'NAT');

describe('routeZip', () => {
  it('finds the office of the longest prefix', () => {
    expect(route('96910')).toEqual({ officeId: 'SFR', reason: 'area' });
    expect(route('73901')).toEqual({ officeId: 'DAL', reason: 'area' });
    expect(route('73960')).toEqual({ officeId: 'ELP', reason: 'area' });
  });

  it('sends what several offices share to the national desk', () => {
    expect(route('12401')).toEqual({ officeId: 'NAT', reason: 'straddles' });
  });

  it.each(['00000', '1240', '124011', 'ABCDE', '', '12401\n', '１２４０１'])(
    'sends %j, which it cannot place, to the national desk',
    (zip) => {
      expect(route(zip)).toEqual({ officeId: 'NAT', reason: 'unplaced' });
    },
  );

  it('leaves a place that is known to have no office to the national desk', () => {
    expect(route('96799')).toEqual({ officeId: 'NAT', reason: 'unplaced' });
  });

  it('refuses nobody who skips the question', () => {
    expect(route(null)).toEqual({ officeId: 'NAT', reason: 'skipped' });
  });

  it('always names an office of the directory or the national desk, for any text', () => {
    const known = new Set(['NAT', ...areas.map(({ officeId }) => officeId)]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{5}$/)), (zip) =>
        known.has(route(zip).officeId),
      ),
    );
  });
});

describe('zipPrefixes', () => {
  it('names those under which a directory may know a ZIP code', () => {
    expect(zipPrefixes('73960')).toEqual(['73960', '7396', '739']);
    expect(zipPrefixes('7396')).toEqual([]);
  });
});
