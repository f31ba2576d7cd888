declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  type Options = {
    domNode: HTMLElement;
    spec: object;
    plugins: object[];
    syntaxHighlight: { activated: boolean };
    deepLinking: boolean;
    docExpansion: 'list' | 'full' | 'none';
    defaultModelsExpandDepth: number;
    supportedSubmitMethods: string[];
    validatorUrl: string | null;
    onComplete: () => void;
  };
  /** Source: https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
  export default function SwaggerUI(options: Options): unknown;
}
