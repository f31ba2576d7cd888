/** A path of ours from an untrusted parameter; "/" for anything that would leave the site. */
export function toLocalPath(value: string | null | undefined): string {
  if (!value?.startsWith('/') || /^\/[/\\]/.test(value) || /[\s\\]/.test(value)) return '/';
  return value;
}
