/** An answer in JSON. */
export function jsonAnswer(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return textAnswer(JSON.stringify(value), "application/json", status, headers);
}

/** An answer that is a text. */
export function textAnswer(
  text: string,
  type: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(text, {
    status,
    headers: { "content-type": type, "cache-control": "no-store", ...headers },
  });
}

/** The answer to a request that cannot be served: `{"error": message}`. */
export function errorAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonAnswer({ error: message }, status, headers);
}
