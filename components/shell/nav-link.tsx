'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/** A link that is fetched ahead once somebody is about to follow it: a page that just opened has other things to do. */
export function NavLink(props: Omit<ComponentProps<typeof Link>, 'prefetch' | `on${string}`>) {
  const [isLikely, setIsLikely] = useState(false);
  const getReady = () => setIsLikely(true);
  return (
    <Link
      {...props}
      prefetch={isLikely ? null : false}
      onPointerEnter={getReady}
      onPointerDown={getReady}
      onFocus={getReady}
    />
  );
}
