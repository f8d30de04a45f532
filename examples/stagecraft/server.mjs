import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(`${JSON.stringify({ method: request.method, path: request.url })}\n`);
});

process.once("SIGTERM", () => server.close(() => console.log("closed")));
server.listen(Number(process.env.PORT ?? 4000), () =>
  console.log(`listening on port ${server.address().port}`),
);
