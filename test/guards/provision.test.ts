import { createServer } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseAccount } from '../../scripts/provision/account.mjs';
import { withoutServers } from '../../scripts/provision/apt.mjs';
import { choose, parseWay } from '../../scripts/provision/choose.mjs';
import { explainNpm, missingPackages } from '../../scripts/provision/dependencies.mjs';
import { lockFolder, openFolder, resetFolder } from '../../scripts/provision/folder.mjs';
import { freePort } from '../../scripts/provision/ports.mjs';
import { parsePostgresVersion } from '../../scripts/provision/postgres-binaries.mjs';
import { pickBinaries } from '../../scripts/provision/postgres.mjs';
import { parseRedisVersion } from '../../scripts/provision/redis.mjs';

const nothing = { docker: false, binaries: false, embedded: false, apt: false };
const everything = { docker: true, binaries: true, embedded: true, apt: true };

describe('the way a store is come by', () => {
  it.each([
    ['a URL before all else', { ...everything, url: true }, undefined, 'url'],
    ['a URL even where another way is forced', { ...everything, url: true }, 'apt', 'url'],
    ['a running engine', everything, undefined, 'docker'],
    ['what is installed', { ...everything, docker: false }, undefined, 'binaries'],
    ['what npm brought', { ...nothing, embedded: true, apt: true }, undefined, 'embedded'],
    ['the system’s packages', { ...nothing, apt: true }, undefined, 'apt'],
    ['nothing', nothing, undefined, undefined],
    ['the forced way', everything, 'embedded', 'embedded'],
    ['nothing where the forced way is not to be had', { ...everything, apt: false }, 'apt', undefined],
    [
      'the usual order for a store that has no such way',
      { binaries: true, docker: true, apt: true },
      'embedded',
      'binaries',
    ],
  ] as const)('is %s', (_, offers, forced, way) => {
    expect(choose(offers, forced)).toBe(way);
  });

  it('is forced by the name of a way only', () => {
    expect(['docker', 'apt', '', undefined].map(parseWay)).toEqual(['docker', 'apt', undefined, undefined]);
    expect(() => parseWay('podman')).toThrow('one of docker, binaries, embedded, apt');
    expect(() => parseWay('url')).toThrow('one of docker, binaries, embedded, apt');
  });
});

describe('a free port', () => {
  it('is one that can be bound', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await new Promise((resolve) => server.close(resolve));
    expect([5432, 6379]).not.toContain(port);
  });
});

describe('the account of the stores', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n';

  it('is ours where we are not root', () => {
    expect(chooseAccount(1000, passwd)).toBeUndefined();
  });

  it('is postgres where a package made it, else nobody', () => {
    expect(chooseAccount(0, passwd)).toEqual({ uid: 65534, gid: 65533 });
    expect(chooseAccount(0, `${passwd}postgres:x:101:103::/:/bin/sh\n`)).toEqual({ uid: 101, gid: 103 });
  });
});

describe('a data folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hotline-guard-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('with somebody’s files is neither used nor emptied', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'precious');
    expect(() => openFolder(folder)).toThrow('holds files that are not Hotline');
    await expect(resetFolder(folder, async () => {})).rejects.toThrow('holds files that are not Hotline');
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('precious');
  });

  it('of ours is emptied and stays ours', async () => {
    openFolder(folder);
    writeFileSync(join(folder, 'master.key'), '');
    await resetFolder(folder, async () => {});
    expect(readdirSync(folder)).toEqual(['made-by-hotline.json']);
  });

  it('belongs to one run at a time', () => {
    openFolder(folder);
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      `Another Hotline (process ${process.pid}) is running on ${folder}`,
    );
    release();
    lockFolder(folder)();
  });

  it('is taken over from a run that is gone, even where its pid lives on in another process', () => {
    openFolder(folder);
    writeFileSync(
      join(folder, 'running.json'),
      JSON.stringify({ pid: process.pid, started: 'before', host: '' }),
    );
    lockFolder(folder)();
  });

  it('keeps to the major of Postgres that wrote it', () => {
    const binaries = [18, 15].map((major) => ({ bin: '', version: `${major}.1`, major, from: '' }));
    expect(pickBinaries(binaries, folder)?.major).toBe(18);
    writeFileSync(join(folder, 'postgres-15'), '');
    expect(pickBinaries(binaries, folder)?.major).toBe(15);
    expect(() => pickBinaries(binaries.slice(0, 1), folder)).toThrow('holds data of PostgreSQL 15');
  });
});

describe('dependencies', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', dev: true },
      'node_modules/c': { version: '1.0.0', optional: true },
    },
  };
  const has = (packages: Record<string, { version: string }>) => ({ packages });

  it('are complete without the optional ones', () => {
    const installed = has({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } });
    expect(missingPackages(lock, installed, { dev: true })).toEqual([]);
  });

  it('are incomplete when one is absent or of another version', () => {
    expect(missingPackages(lock, has({ 'node_modules/a': { version: '2.0.0' } }), { dev: true })).toEqual([
      'node_modules/a',
      'node_modules/b',
    ]);
    expect(missingPackages(lock, has({ 'node_modules/a': { version: '1.0.0' } }), { dev: false })).toEqual(
      [],
    );
  });

  it('that npm could not install are explained', () => {
    expect(explainNpm('npm error code ENOTFOUND')).toContain('could not reach its registry');
    expect(explainNpm('npm error something new')).toContain('npm ci failed');
  });
});

describe('what servers and packages say of themselves', () => {
  it.each([
    ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['postgres (PostgreSQL) 18.4', '18.4'],
    ['postgres (PostgreSQL) 19beta2', '19beta2'],
    ['', undefined],
  ])('%j is PostgreSQL %s', (output, version) => {
    expect(parsePostgresVersion(output)).toBe(version);
  });

  it.each([
    [
      'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64',
      { name: 'Redis', version: '7.0.15' },
    ],
    ['Valkey server v=8.1.1 sha=00000000:0', { name: 'Valkey', version: '8.1.1' }],
    ['redis-check-rdb 7.0.15', undefined],
  ])('%j is %o', (output, found) => {
    expect(parseRedisVersion(output)).toEqual(found);
  });

  it('a list of installed packages without servers keeps everything else', () => {
    const status = [
      'Package: redis-server\nStatus: ok',
      'Package: libc6\nSuggests: postgresql',
      'Package: postgresql-15',
    ];
    expect(withoutServers(status.join('\n\n'))).toBe('Package: libc6\nSuggests: postgresql');
  });
});
