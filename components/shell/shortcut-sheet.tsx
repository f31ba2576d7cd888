'use client';

import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { Switch } from '@/components/ui/switch';
import { type KeyId, keyGroups, keymap, toKeyCaps } from './keymap';
import { isApple } from './platform';
import { preferences, usePreferences } from './preferences';

/** The ?-sheet: every key, from the one list. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { singleKeys } = usePreferences();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      size="lg"
      initialFocus="dialog"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {keyGroups.map((group) => (
          <section key={group} className="flex flex-col gap-1">
            <h3 className="mb-1 font-medium text-muted text-sm">{group}</h3>
            <dl>
              {(Object.keys(keymap) as KeyId[])
                .filter((id) => keymap[id].group === group)
                .map((id) => (
                  <div key={id} className="flex min-h-8 items-center justify-between gap-4">
                    <dt>{keymap[id].label}</dt>
                    <dd className="flex items-center gap-1.5">
                      {keymap[id].keys.map((combination, index) => (
                        <span key={combination} className="flex items-center gap-1">
                          {index > 0 && <span className="mr-0.5 text-muted text-xs">or</span>}
                          {toKeyCaps(combination, isApple()).map((cap) => (
                            <Kbd key={cap}>{cap}</Kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className="mt-6 border-line border-t pt-4"
        label="Single keys"
        hint="Off: only combinations with Ctrl or Cmd work. For speech input, and keyboards that slip."
        checked={singleKeys}
        onCheckedChange={(on) => preferences.write({ singleKeys: on })}
      />
    </Dialog>
  );
}
