import { route } from '@/lib/http/route';
import { createToken, listTokens } from '@/lib/tokens/tokens';

export const GET = route('listTokens', async ({ actor }) => ({
  status: 200,
  body: { items: await listTokens(actor), nextCursor: null },
}));

export const POST = route('createToken', async ({ actor, body }) => ({
  status: 201,
  body: await createToken(actor, body),
}));
