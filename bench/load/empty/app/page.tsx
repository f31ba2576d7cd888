/** A request of its own each time, as every page of ours. */
export const dynamic = 'force-dynamic';

/** The least a Next page can show: what the gallery's first load is compared with. */
export default function Page() {
  return <h1>Files</h1>;
}
