import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Input } from './input';

type FieldControl = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and how to mend it; replaces the hint. */
  error?: string | undefined;
  /** Beside the label, e.g. a link. */
  aside?: ReactNode;
  children: (control: FieldControl) => ReactNode;
};

/** Label, control, and one line below it: the hint, or the error in its place (so nothing moves twice). */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': error || hint ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <p id={noteId} className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={noteId} className="text-muted text-sm">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, 'children'> & Omit<ComponentProps<'input'>, 'id' | 'children'>;

/** A labelled line of text with hint and error. */
export const TextField = ({ label, hint, error, aside, ...input }: TextFieldProps) => (
  <Field label={label} hint={hint} error={error} aside={aside}>
    {(control) => <Input {...input} {...control} />}
  </Field>
);
