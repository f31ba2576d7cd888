type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/** The page of the link in context; problem names what a plain form could not do. */
export async function sharePage(
  { params }: Context,
  problem?: 'password' | 'rate' | 'download',
): Promise<string> {
  const { slug } = await params;
  return `/s/${encodeURIComponent(String(slug))}${problem ? `?problem=${problem}` : ''}`;
}
