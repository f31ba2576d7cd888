import type { ComponentType, createElement } from 'react';

/** Swagger UI brings a React of its own; elements for it are made by that one. */
type System = { React: { createElement: typeof createElement } };
type Props = Record<string, unknown>;

/** What the page says by itself, or does not offer: title and description, servers, and calls made from here. */
const nothing = () => () => null;

/** The whole line is a button already; a link inside it is neither reachable by keyboard nor heard. */
const plainText =
  (_: unknown, { React }: System) =>
  ({ text }: Props) =>
    React.createElement('span', null, text as string);

const labelled =
  (Original: ComponentType<Props>, { React }: System) =>
  (props: Props) =>
    React.createElement('label', null, 'Example', React.createElement(Original, props));

/** A plugin that takes out or mends what fails WCAG 2.2 AA. Source: Swagger UI, plug points, wrapComponents. */
export const mended = {
  wrapComponents: {
    InfoContainer: nothing,
    ServersContainer: nothing,
    SchemesContainer: nothing,
    AuthorizeBtnContainer: nothing,
    authorizeOperationBtn: nothing,
    DeepLink: plainText,
    ExamplesSelect: labelled,
  },
};
