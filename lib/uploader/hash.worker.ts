import { createHashAnswerer } from './hash';
import type { HashAnswer, HashMessage } from './hash-protocol';

/** The worker's own global, as far as it is used here: the project's types are those of a window. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<HashMessage>) => void) | null;
  postMessage(message: HashAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
const answer = createHashAnswerer();

scope.onmessage = async ({ data }) => {
  const answered = await answer(data);
  if (answered) scope.postMessage(answered);
};
