import { readFileSync } from 'node:fs';
import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import { buildDirectory } from './offices.directory.ts';
import { routeZip } from './offices.model.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../data/${name}.json`, import.meta.url), 'utf8'));
const files = {
  fieldOffices: read('field-offices'),
  zipToOffice: read('zip3-to-field-office'),
  zipToState: read('zip3-to-state'),
};
const directory = buildDirectory(files);
const route = (zip: string) => routeZip(zip, directory.areas, 'NAT');

describe('the sample directory', () => {
  it('has 25 field offices and one national desk, each in a real zone and with hours', () => {
    expect(directory.offices).toHaveLength(26);
    expect(directory.offices.filter(({ isNationalDesk }) => isNationalDesk).map(({ id }) => id)).toEqual([
      'NAT',
    ]);
    for (const { id, timeZone } of directory.offices) {
      expect(IANAZone.isValidZone(timeZone)).toBe(true);
      expect(directory.hours.filter(({ officeId }) => officeId === id)).toHaveLength(5);
    }
  });

  it('names only offices that it has, and each prefix and office once', () => {
    const ids = new Set(directory.offices.map(({ id }) => id));
    expect(directory.areas.every(({ officeId }) => ids.has(officeId))).toBe(true);
    const rows = directory.areas.map(({ zipPrefix, officeId }) => `${zipPrefix} ${officeId}`);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it.each([
    ['02139', 'BOS'],
    ['20001', 'WAS'],
    ['60601', 'CHI'],
    ['94110', 'SFR'],
    ['92101', 'SND'],
    ['10001', 'NYC'],
    ['14202', 'BUF'],
    ['78550', 'HLG'],
    ['99501', 'SEA'],
    ['00901', 'MIA'],
    ['96910', 'SFR'],
    ['06390', 'NYC'], // Fishers Island: of New York under a prefix of Connecticut
    ['06320', 'BOS'],
    ['20588', 'BAL'], // of Maryland under a prefix of Washington
    ['73960', 'DAL'],
    ['96950', 'SFR'], // Northern Mariana Islands
  ])('routes %s to %s', (zip, officeId) => {
    expect(route(zip)).toEqual({ officeId, reason: 'area' });
  });

  it.each(['12401', '78001', '92277', '93501'])(
    'leaves %s, which straddles offices, to the national desk',
    (zip) => {
      expect(route(zip)).toEqual({ officeId: 'NAT', reason: 'straddles' });
    },
  );

  it.each([
    ['96799', 'American Samoa'],
    ['96940', 'Palau'],
    ['09012', 'military mail'],
    ['00000', 'not assigned'],
    ['21301', 'not assigned'],
  ])('leaves %s (%s) to the national desk', (zip) => {
    expect(route(zip)).toEqual({ officeId: 'NAT', reason: 'unplaced' });
  });

  it('refuses a file of another shape', () => {
    expect(() => buildDirectory({ ...files, zipToState: { ranges: 'all' } })).toThrow(/ranges/);
  });
});
