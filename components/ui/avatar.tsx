import { toInitials } from '@/lib/format/file-name';
import { cx } from './cx';

type AvatarProps = { name: string; url: string | null; size?: 'sm' | 'md' | 'lg'; className?: string };

const sizes = { sm: 'size-6 text-[0.625rem]', md: 'size-8 text-xs', lg: 'size-16 text-xl' };

/** A person's photo, or their initials. Decoration: the name stands beside it or in the control around it. */
export function Avatar({ name, url, size = 'md', className }: AvatarProps) {
  const shape = cx('shrink-0 rounded-full', sizes[size], className);
  if (url) {
    return (
      // The photo is a small rendition under a signed URL: the optimiser must not proxy it.
      <img src={url} alt="" className={cx(shape, 'bg-hover object-cover')} referrerPolicy="no-referrer" />
    );
  }
  return (
    <span
      aria-hidden
      className={cx(
        shape,
        'inline-flex select-none items-center justify-center bg-selected font-semibold text-accent',
      )}
    >
      {toInitials(name)}
    </span>
  );
}
