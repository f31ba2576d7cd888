// The empty Next app in the folder named first, on a free loopback port, served as scripts/start/app.mjs serves ours.
import { createServer } from 'node:http';
import next from 'next';

const dir = process.argv[2];
const server = createServer({ keepAliveTimeout: 60_000 });
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const app = next({ dev: false, dir, hostname: '127.0.0.1', port, httpServer: server });
await app.prepare();
const handle = app.getRequestHandler();
server.on('request', (request, response) => handle(request, response));
process.once('disconnect', () => process.exit(0));
process.send?.({ port });
