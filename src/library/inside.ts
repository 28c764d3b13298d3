/** Whether a path lies below a folder; both absolute and normalised. */
export function isInside(path: string, folder: string): boolean {
  return path.length > folder.length && path.startsWith(folder) && (/[/\\]$/.test(folder) || /[/\\]/.test(path[folder.length] ?? ''));
}
