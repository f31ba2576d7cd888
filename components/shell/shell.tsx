import type { ReactNode } from 'react';
import { ToastRegion } from '@/components/ui/toast-region';
import { Tooltips } from '@/components/ui/tooltips';
import { BottomBar } from './bottom-bar';
import { ShellCommands } from './shell-commands';
import { Sidebar } from './sidebar';
import { TopBar } from './top-bar';

/** The frame around every signed-in page. The window scrolls, so that phones hide their own bars. */
export const Shell = ({ children }: { children: ReactNode }) => (
  <>
    <a
      href="#main"
      className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      Skip to the content
    </a>
    <div className="flex">
      <Sidebar />
      <div className="flex min-h-dvh min-w-0 flex-1 flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] md:pb-0">
        <TopBar />
        <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
    <BottomBar />
    <ToastRegion />
    <Tooltips />
    <ShellCommands />
  </>
);
