import { answerHashRequest } from './hash';
import type { HashRequest } from './hash-protocol';

/** The worker's own global, as far as it is used here: the project's types are those of a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<HashRequest>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => {
  const answer = await answerHashRequest(data);
  const bytes = 'digest' in answer ? answer.digest.bytes : undefined;
  scope.postMessage(answer, bytes ? [bytes] : []);
};
