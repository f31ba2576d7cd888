import { Section } from '@/components/ui/section';
import { ProviderButton } from './provider-button';

type ConnectProviderProps = {
  /** What people call the provider. */
  name: string;
  connected: boolean;
};

/** Connects the identity provider to this account, so that it opens the account from then on. */
export const ConnectProvider = ({ name, connected }: ConnectProviderProps) => (
  <Section
    title={name}
    description={
      connected
        ? `${name} opens this account.`
        : `Connect your account with ${name}: then you can sign in with it as well.`
    }
  >
    {!connected && <ProviderButton name={name} label={`Connect ${name}`} callbackUrl="/settings/security" />}
  </Section>
);
