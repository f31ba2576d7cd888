import 'server-only';
import { isStorageError } from '@/lib/storage/errors';
import { createPresigner } from '@/lib/storage/presign';

/** One URL for an hour, so that browsers keep the picture (RULES 10: signing window ≤ 1 h). */
const windowSeconds = 3_600;

type Person = { id: string; avatarKey: string | null };

/** Signed URLs of people's photos, null for those without one: by user id. The bucket is asked for nothing. */
export async function avatarUrls(people: Person[]): Promise<Map<string, string | null>> {
  const urls = new Map<string, string | null>(people.map(({ id }) => [id, null]));
  const withPhoto = people.filter(({ avatarKey }) => avatarKey !== null);
  if (withPhoto.length === 0) return urls;
  try {
    const presigner = await createPresigner();
    for (const { id, avatarKey: key } of withPhoto) {
      const { url } = presigner.get({
        key: key ?? '',
        fileName: 'photo.webp',
        contentType: 'image/webp',
        disposition: 'inline',
        cacheControl: `private, max-age=${windowSeconds}`,
        expiresInSeconds: windowSeconds * 2,
        stable: { windowSeconds },
      });
      urls.set(id, url);
    }
  } catch (error) {
    // Without storage credentials there are no photos; the page that shows who somebody is must work all the same.
    if (!isStorageError(error)) throw error;
  }
  return urls;
}

/** The signed URL of one person's photo; null without one. */
export async function avatarUrl(person: Person): Promise<string | null> {
  return (await avatarUrls([person])).get(person.id) ?? null;
}
