'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { preferences, usePreferences } from '@/components/shell/preferences';
import { chooseTheme, useTheme } from '@/components/shell/theme';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';

const segments = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

/** What this browser remembers: theme and keys. */
export function Appearance() {
  const theme = useTheme();
  const { singleKeys } = usePreferences();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="font-medium">Theme</span>
        <SegmentedControl label="Theme" value={theme} segments={segments} onValueChange={chooseTheme} />
      </div>
      <Switch
        label="Single-key shortcuts"
        hint="Keys such as U or / work by themselves. Off: only combinations with Ctrl or Cmd."
        checked={singleKeys}
        onCheckedChange={(on) => preferences.write({ singleKeys: on })}
      />
    </div>
  );
}
