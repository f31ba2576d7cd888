import { type FormEvent, useState } from 'react';
import { type ApiError, toApiError } from '@/lib/api-client/api-error';

type Submit = {
  pending: boolean;
  error: ApiError | undefined;
  /** The message of one field by its name. */
  fieldError: (name: string) => string | undefined;
  /** The sentence for the whole form: what no shown field can say. */
  formError: string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
};

/**
 * State of a form whose rules are the server's: it is sent as it stands, and every field that was refused says why
 * at once. The first refused field gets the focus. `fields` are the names that the form shows.
 */
export function useSubmit(
  fields: readonly string[],
  send: (values: Record<string, string>) => Promise<void>,
): Submit {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function submit(form: HTMLFormElement) {
    setPending(true);
    setError(undefined);
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    try {
      await send(values);
    } catch (thrown) {
      const problem = toApiError(thrown);
      setError(problem);
      const first = fields.find((name) => problem.fieldMessage(name));
      if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    } finally {
      setPending(false);
    }
  }

  const isShown = fields.some((name) => error?.fieldMessage(name));
  return {
    pending,
    error,
    fieldError: (name) => error?.fieldMessage(name),
    formError: error && !isShown ? error.detail : undefined,
    onSubmit: (event) => {
      event.preventDefault();
      if (!pending) void submit(event.currentTarget);
    },
  };
}
