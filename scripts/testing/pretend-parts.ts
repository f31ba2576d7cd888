import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { transaction } from '@/lib/platform/db';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { Capabilities } from '@/lib/storage/capabilities';

/** Makes this test file's installation believe that the probe found these abilities of its endpoint for parts. */
export async function pretendParts(parts: Capabilities['parts']): Promise<void> {
  await prepareInstallation();
  const found = await findSetting('capabilities', Capabilities);
  if (!found) throw new Error('The endpoint was not probed.');
  await transaction((tx) => putSetting(tx, { key: 'capabilities', value: { ...found, parts } }));
}
