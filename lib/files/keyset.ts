export * from '@/lib/platform/keyset';
