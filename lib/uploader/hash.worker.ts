import { answerHashMessage } from './hash';
import type { HashAnswer, HashCancel, HashRequest } from './hash-protocol';

/** The worker's own global, as far as it is used here: the project's types are those of a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<HashRequest | HashCancel>) => void) | null;
  postMessage(message: HashAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => {
  const answer = await answerHashMessage(data);
  if (answer) scope.postMessage(answer);
};
