import { answerHashRequest } from './hash';
import type { HashAnswer, HashRequest } from './hash-protocol';

/** The worker's own global, as far as it is used here: the project's types are those of a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<HashRequest>) => void) | null;
  postMessage(message: HashAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => scope.postMessage(await answerHashRequest(data));
