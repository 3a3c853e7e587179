/** The part of Express that the bench uses: its types are a package of their own. */
declare module 'express' {
  interface Request {
    readonly query: Readonly<Record<string, string | undefined>>;
    readonly body: Readonly<Record<string, string | undefined>>;
  }
  interface Response {
    type(type: string): Response;
    send(body: string): Response;
  }
  type Handler = (request: Request, response: Response) => unknown;
  interface App {
    use(middleware: unknown): void;
    get(path: string, handler: Handler): void;
    post(paths: readonly string[], handler: Handler): void;
    listen(port: number, host: string): void;
  }
  interface Express {
    (): App;
    urlencoded(options: { readonly extended: boolean }): unknown;
  }
  const express: Express;
  export default express;
}
