import { parseTrustedProxies } from '../../scripts/front/addresses';
import { startFront } from '../../scripts/front/front';
import { allowedHosts } from '../../scripts/front/hosts';
import { freePort } from '../../scripts/services/ports';

/** Our front, in a process of its own as in the launcher, before the app whose port is the first argument. */
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const front = await startFront({
  host: '127.0.0.1',
  port,
  url,
  hosts: allowedHosts({ urls: [url], port, lanAddress: undefined }),
  trusted: parseTrustedProxies([]),
  token: 'nobody asks for it here',
});
front.setApp(Number(process.argv[2]));
process.once('disconnect', () => process.exit(0));
process.send?.({ port });
