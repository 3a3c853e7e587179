import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** Files of the repository: what git tracks and what is new and not ignored; generated and vendored data included. */
export function repositoryFiles(matching: RegExp = /./): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => matching.test(file) && existsSync(new URL(file, root)));
}

export const readRepositoryFile = (file: string): string => readFileSync(new URL(file, root), 'utf8');
export const isInRepository = (path: string): boolean => existsSync(new URL(path, root));
