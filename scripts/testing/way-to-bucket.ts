import { once } from 'node:events';
import net from 'node:net';

/** A way to a server on this machine that can be shut: then nobody answers, as while a bucket is down. */
type ClosableWay = { url: string; shut: () => void; open: () => void; close: () => Promise<void> };

/** Passes bytes on to target. Requests keep the Host they were sent with, so signatures hold. */
async function startClosableWay(target: string): Promise<ClosableWay> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let isShut = false;
  const server = net.createServer((incoming) => {
    if (isShut) {
      incoming.destroy();
      return;
    }
    const outgoing = net.connect(Number(port), hostname);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    shut: () => {
      isShut = true;
      end();
    },
    open: () => {
      isShut = false;
    },
    close: async () => {
      end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * The way between the app's modules and the bucket, in the test file that imports this module before any of them: they
 * read the endpoint once. Close it at the end.
 */
export const wayToBucket = await startClosableWay(process.env.S3_ENDPOINT ?? '');
process.env.S3_ENDPOINT = wayToBucket.url;
