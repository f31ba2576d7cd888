/** The least a Next route can do: what every other call is compared with. */
export const GET = () => Response.json({ ok: true });
export const POST = async (request: Request) => Response.json({ ok: Boolean(await request.json()) });
