/**
 * Behaviours in which Ceph RGW 16.2 differs from this suite, by the check's name, with the reason.
 * A check named here that passes after all is reported too: the table must stay true.
 */
export const cephDifferences: Record<string, string> = {};
