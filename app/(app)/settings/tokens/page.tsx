import type { Metadata } from 'next';
import { TokenList } from '@/components/account/token-list';
import { requireUser } from '@/lib/auth/current';
import { listTokens } from '@/lib/tokens/tokens';

export const metadata: Metadata = { title: 'API tokens' };

/** Tokens with which programs call the API for me. */
export default async function TokensPage() {
  return <TokenList initial={await listTokens(await requireUser())} />;
}
