/** The number under which the server's log knows this request. */
export const RequestId = ({ id }: { id: string }) => (
  <p className="text-muted text-xs">
    Request <code className="select-all font-mono">{id}</code>
  </p>
);
