import { expect, type Locator, type Page } from '@playwright/test';
import type { MadeFile } from './files';

export const tray = (page: Page): Locator => page.getByRole('region', { name: 'Uploads' });

/** Picks files by the button that an empty page and the top bar have. */
export async function pick(page: Page, files: MadeFile[]): Promise<void> {
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(files);
}

/** Drops files onto the page as a person would with the mouse. */
export async function drop(page: Page, files: MadeFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle((items) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of items) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, given);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  // A browser lets go of files only where the page has taken a dragover, which a page still on its way does not.
  const takes = () =>
    page.evaluate((transfer) => {
      const over = new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: transfer });
      return !document.body.dispatchEvent(over);
    }, dataTransfer);
  await expect.poll(takes).toBe(true);
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

/** Waits until the tray says that count files are uploaded. */
export async function uploaded(page: Page, count: number, timeoutMs = 60_000): Promise<void> {
  const words = count === 1 ? /1 file uploaded/ : new RegExp(`${count} files uploaded`);
  await expect(tray(page).getByRole('heading', { name: words })).toBeVisible({ timeout: timeoutMs });
}
